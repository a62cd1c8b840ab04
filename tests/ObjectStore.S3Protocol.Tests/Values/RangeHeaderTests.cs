using FsCheck;
using FsCheck.Xunit;
using ObjectStore.S3Protocol.Values;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Values;

public class RangeHeaderTests
{
    [Theory]
    [InlineData("bytes=0-0", 0L, 0L)]
    [InlineData("bytes=5-", 5L, null)]
    [InlineData("bytes=-7", null, 7L)]
    [InlineData("bytes=-0", null, 0L)]
    [InlineData("Bytes= 1-2 ", 1L, 2L)]
    [InlineData("bytes=0-99999999999999999999999", 0L, long.MaxValue)]
    [InlineData("bytes=99999999999999999999999-", long.MaxValue, null)]
    public void TryParse_OneRange_IsRead(string header, long? from, long? to)
    {
        Assert.True(RangeHeader.TryParse(header, out ByteRange range));
        Assert.Equal(new ByteRange(from, to), range);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bytes")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=5")]
    [InlineData("bytes=2-1")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=+1-2")]
    [InlineData("bytes=1--2")]
    [InlineData("bytes=--2")]
    [InlineData("bytes=1-2,4-5")]
    [InlineData("bytes=1 -2")]
    [InlineData("lines=1-2")]
    public void TryParse_AnythingElse_IsIgnored(string header) => Assert.False(RangeHeader.TryParse(header, out _));

    [Theory]
    [InlineData("bytes=0-5", true)]
    [InlineData("bytes=0-", false)]
    [InlineData("bytes=-5", false)]
    [InlineData("bytes= 0-5", false)]
    [InlineData("Bytes=0-5", false)]
    [InlineData("0-5", false)]
    public void TryParseExact_OnlyOneForm_IsTaken(string header, bool isTaken) => Assert.Equal(isTaken, RangeHeader.TryParseExact(header, out _));

    [Property]
    public bool TryParse_AnyRange_IsReadBack(NonNegativeInt from, NonNegativeInt length)
        => RangeHeader.TryParse($"bytes={from.Get}-{(long)from.Get + length.Get}", out ByteRange range)
            && range == ByteRange.FromTo(from.Get, (long)from.Get + length.Get);

    [Property]
    public bool TryParse_AnyText_DoesNotThrow(NonNull<string> text)
    {
        RangeHeader.TryParse("bytes=" + text.Get, out _);
        return true;
    }
}
