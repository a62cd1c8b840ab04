using System.Runtime.CompilerServices;

namespace ObjectStore.Erasure.Kernels;

/// <summary>
/// The one walk over the shards. A pass computes up to four outputs: it reads every input once, two inputs a step, and keeps the outputs' sums
/// in registers, for two vectors of each output at a time.
/// </summary>
internal sealed unsafe class LaneProgram<TLanes, TVector, TFactor> : CodingProgram
    where TLanes : struct, ICodingLanes<TVector, TFactor>
    where TVector : unmanaged
    where TFactor : unmanaged
{
    private const int OutputsPerPass = 4;

    // Pass by pass, in a pass input by input, then output by output: the order in which the walk needs them.
    private readonly TFactor[] _factors;

    // The tail shorter than a vector; null if there is none, since a vector is a byte.
    private readonly CodingProgram? _tail;

    public LaneProgram(CodingMatrix matrix)
        : base(matrix)
    {
        _factors = LayOut(matrix);
        _tail = sizeof(TVector) == 1 ? null : CodingKernels.Scalar.Compile(matrix);
    }

    public override void Run(byte** inputs, byte** outputs, nuint length)
    {
        if (length < (nuint)sizeof(TVector))
        {
            _tail?.Run(inputs, outputs, length);
            return;
        }

        fixed (TFactor* factors = _factors)
        {
            for (int output = 0; output < Outputs; output += OutputsPerPass)
            {
                RunPass(factors + (output * Inputs), inputs, outputs + output, Outputs - output, length);
            }
        }
    }

    private static TFactor[] LayOut(CodingMatrix matrix)
    {
        var factors = new TFactor[matrix.Rows * matrix.Columns];
        int next = 0;
        for (int pass = 0; pass < matrix.Rows; pass += OutputsPerPass)
        {
            for (int input = 0; input < matrix.Columns; input++)
            {
                for (int output = pass; output < Math.Min(pass + OutputsPerPass, matrix.Rows); output++)
                {
                    factors[next++] = TLanes.Prepare(matrix[output, input]);
                }
            }
        }

        return factors;
    }

    private void RunPass(TFactor* factors, byte** inputs, byte** outputs, int outputCount, nuint length)
    {
        switch (outputCount)
        {
            case 1:
                Pass<OneOutput>(factors, inputs, Inputs, outputs, length);
                break;
            case 2:
                Pass<TwoOutputs>(factors, inputs, Inputs, outputs, length);
                break;
            case 3:
                Pass<ThreeOutputs>(factors, inputs, Inputs, outputs, length);
                break;
            default:
                Pass<FourOutputs>(factors, inputs, Inputs, outputs, length);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass<TCount>(TFactor* factors, byte** inputs, int inputCount, byte** outputs, nuint length)
        where TCount : struct, IOutputCount
    {
        nuint lanes = (nuint)sizeof(TVector);
        nuint offset = 0;
        for (; offset + (2 * lanes) <= length; offset += 2 * lanes)
        {
            StepTwice<TCount>(factors, inputs, inputCount, outputs, offset);
        }

        if (offset + lanes <= length)
        {
            Step<TCount>(factors, inputs, inputCount, outputs, offset);
            offset += lanes;
        }

        // The last vector overlaps the one before it: what it computes again comes out the same.
        if (offset < length)
        {
            Step<TCount>(factors, inputs, inputCount, outputs, length - lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TCount>(TFactor* factors, byte** inputs, int inputCount, byte** outputs, nuint offset)
        where TCount : struct, IOutputCount
    {
        TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int input = 0;
        for (; input + 2 <= inputCount; input += 2, factors += 2 * TCount.Value)
        {
            TVector x = TLanes.Load(inputs[input] + offset);
            TVector y = TLanes.Load(inputs[input + 1] + offset);
            Add<TCount>(factors, x, y, ref sum0, ref sum1, ref sum2, ref sum3);
        }

        if (input < inputCount)
        {
            Add<TCount>(factors, TLanes.Load(inputs[input] + offset), ref sum0, ref sum1, ref sum2, ref sum3);
        }

        Store<TCount>(outputs, offset, sum0, sum1, sum2, sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StepTwice<TCount>(TFactor* factors, byte** inputs, int inputCount, byte** outputs, nuint offset)
        where TCount : struct, IOutputCount
    {
        nuint second = offset + (nuint)sizeof(TVector);
        TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        TVector next0 = default, next1 = default, next2 = default, next3 = default;
        int input = 0;
        for (; input + 2 <= inputCount; input += 2, factors += 2 * TCount.Value)
        {
            byte* x = inputs[input];
            byte* y = inputs[input + 1];
            Add<TCount>(factors, TLanes.Load(x + offset), TLanes.Load(y + offset), ref sum0, ref sum1, ref sum2, ref sum3);
            Add<TCount>(factors, TLanes.Load(x + second), TLanes.Load(y + second), ref next0, ref next1, ref next2, ref next3);
        }

        if (input < inputCount)
        {
            Add<TCount>(factors, TLanes.Load(inputs[input] + offset), ref sum0, ref sum1, ref sum2, ref sum3);
            Add<TCount>(factors, TLanes.Load(inputs[input] + second), ref next0, ref next1, ref next2, ref next3);
        }

        Store<TCount>(outputs, offset, sum0, sum1, sum2, sum3);
        Store<TCount>(outputs, second, next0, next1, next2, next3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TCount>(
        TFactor* factors, TVector x, TVector y, ref TVector sum0, ref TVector sum1, ref TVector sum2, ref TVector sum3)
        where TCount : struct, IOutputCount
    {
        sum0 = TLanes.MultiplyAdd(sum0, x, factors, y, factors + TCount.Value);
        if (TCount.Value > 1)
        {
            sum1 = TLanes.MultiplyAdd(sum1, x, factors + 1, y, factors + TCount.Value + 1);
        }

        if (TCount.Value > 2)
        {
            sum2 = TLanes.MultiplyAdd(sum2, x, factors + 2, y, factors + TCount.Value + 2);
        }

        if (TCount.Value > 3)
        {
            sum3 = TLanes.MultiplyAdd(sum3, x, factors + 3, y, factors + TCount.Value + 3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TCount>(
        TFactor* factors, TVector x, ref TVector sum0, ref TVector sum1, ref TVector sum2, ref TVector sum3)
        where TCount : struct, IOutputCount
    {
        sum0 = TLanes.MultiplyAdd(sum0, x, factors);
        sum1 = TCount.Value > 1 ? TLanes.MultiplyAdd(sum1, x, factors + 1) : sum1;
        sum2 = TCount.Value > 2 ? TLanes.MultiplyAdd(sum2, x, factors + 2) : sum2;
        sum3 = TCount.Value > 3 ? TLanes.MultiplyAdd(sum3, x, factors + 3) : sum3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TCount>(byte** outputs, nuint offset, TVector sum0, TVector sum1, TVector sum2, TVector sum3)
        where TCount : struct, IOutputCount
    {
        TLanes.Store(outputs[0] + offset, sum0);
        if (TCount.Value > 1)
        {
            TLanes.Store(outputs[1] + offset, sum1);
        }

        if (TCount.Value > 2)
        {
            TLanes.Store(outputs[2] + offset, sum2);
        }

        if (TCount.Value > 3)
        {
            TLanes.Store(outputs[3] + offset, sum3);
        }
    }
}
