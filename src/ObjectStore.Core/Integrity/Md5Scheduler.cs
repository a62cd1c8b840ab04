using ObjectStore.Scheduling;

namespace ObjectStore.Integrity;

/// <summary>
/// Hashes concurrent uploads together: one core hashes one message no faster than its chain of dependent instructions allows, and sixteen of them
/// in the lanes of its vectors in little more time. A worker starts when content is waited for. It fills the lanes that are left with content that
/// is not waited for yet, takes in what comes while it works, and ends when nobody waits. Thread-safe.
/// </summary>
internal sealed class Md5Scheduler(IWorkScheduler threads)
{
    private static readonly int MaxWorkers = Environment.ProcessorCount;

    private readonly Lock _lock = new();
    private readonly LinkedList<Md5Job> _awaited = [];
    private readonly LinkedList<Md5Job> _unawaited = [];
    private readonly Stack<Md5Worker> _idleWorkers = [];
    private int _workers;
    private int _jobsInLanes;

    /// <summary>Queues a job's content.</summary>
    public void Add(Md5Job job)
    {
        lock (_lock)
        {
            job.Phase = Md5JobPhase.Waiting;
            job.IsAwaited = false;
            _unawaited.AddLast(job.Node);
        }
    }

    /// <summary>Has a job's content hashed; false if it is already.</summary>
    public bool Await(Md5Job job)
    {
        Md5Worker? worker;
        lock (_lock)
        {
            if (job.Phase == Md5JobPhase.Hashed)
            {
                return false;
            }

            job.IsAwaited = true;
            if (job.Phase == Md5JobPhase.InLane)
            {
                return true;
            }

            _unawaited.Remove(job.Node);
            _awaited.AddLast(job.Node);
            worker = TryStartWorker();
        }

        if (worker is not null)
        {
            threads.Queue(worker);
        }

        return true;
    }

    /// <summary>Drops a job's content; true if a lane is to give it back first.</summary>
    public bool Abandon(Md5Job job)
    {
        lock (_lock)
        {
            if (job.Phase == Md5JobPhase.InLane)
            {
                job.Phase = Md5JobPhase.Abandoned;
                job.IsAwaited = true;
                return true;
            }

            job.Node.List?.Remove(job.Node);
            job.Phase = Md5JobPhase.Hashed;
            return false;
        }
    }

    /// <summary>
    /// Takes from a worker's jobs those that are done, and gives it others for their lanes. False if nobody waits for any of them: the worker has none
    /// then and must end at once, as another thread may start it again.
    /// </summary>
    public bool Exchange(Md5Worker worker, List<Md5Job> jobs)
    {
        lock (_lock)
        {
            _jobsInLanes -= jobs.Count;
            TakeDone(jobs);
            Fill(jobs, _awaited);
            if (jobs.Exists(static job => job.IsAwaited))
            {
                Fill(jobs, _unawaited);
                _jobsInLanes += jobs.Count;
                return true;
            }

            foreach (Md5Job job in jobs)
            {
                job.Phase = Md5JobPhase.Waiting;
                _unawaited.AddFirst(job.Node);
            }

            jobs.Clear();
            _workers--;
            _idleWorkers.Push(worker);
            return false;
        }
    }

    private static void TakeDone(List<Md5Job> jobs)
    {
        for (int i = jobs.Count - 1; i >= 0; i--)
        {
            Md5Job job = jobs[i];
            if (job.Phase == Md5JobPhase.Abandoned || job.IsHashed)
            {
                job.Phase = Md5JobPhase.Hashed;
                jobs.RemoveAt(i);
                if (job.IsAwaited)
                {
                    job.Release();
                }
            }
        }
    }

    private static void Fill(List<Md5Job> jobs, LinkedList<Md5Job> queue)
    {
        while (jobs.Count < Md5Worker.MaxJobs && queue.First is { } node)
        {
            queue.RemoveFirst();
            node.Value.Phase = Md5JobPhase.InLane;
            jobs.Add(node.Value);
        }
    }

    private Md5Worker? TryStartWorker()
    {
        if (_workers == MaxWorkers || _jobsInLanes + _awaited.Count <= _workers * Md5Worker.MaxJobs)
        {
            return null;
        }

        _workers++;
        return _idleWorkers.TryPop(out Md5Worker? idle) ? idle : new Md5Worker(this);
    }
}
