using Farlink.Protocol.Units;

namespace Farlink.Simulation.RadioHeadEther;

/// <summary>
/// What RadioHead's ether simulator does, without sockets or clock: a frame goes to every node but its sender, after the time
/// its octets take at the ether's rate; one that comes to a node while another is under way there destroys both. Addresses do
/// not matter. Not safe for several threads.
/// </summary>
/// <typeparam name="TNode">The caller's name for a node.</typeparam>
public sealed class RadioHeadEtherModel<TNode>
    where TNode : class
{
    private readonly List<Node> _nodes = [];
    private readonly int _bitsPerSecond;
    private readonly double _loss;
    private readonly Random _random;

    /// <summary>Makes an ether without nodes.</summary>
    /// <param name="bitsPerSecond">Rate; more than 0.</param>
    /// <param name="loss">Probability from 0 to 1 that a frame does not reach a node.</param>
    /// <param name="random">A seeded source.</param>
    public RadioHeadEtherModel(int bitsPerSecond, double loss, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bitsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegative(loss);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(loss, 1);
        _bitsPerSecond = bitsPerSecond;
        _loss = loss;
        _random = random;
    }

    /// <summary>Nodes connected.</summary>
    public int Nodes => _nodes.Count;

    /// <summary>Frames put on the air.</summary>
    public long Sent { get; private set; }

    /// <summary>Frames handed to a node.</summary>
    public long Delivered { get; private set; }

    /// <summary>Frames destroyed by another one on their way to a node.</summary>
    public long Collided { get; private set; }

    /// <summary>Frames lost at random on their way to a node.</summary>
    public long Lost { get; private set; }

    /// <summary>When <see cref="TakeDue"/> has something.</summary>
    public Instant NextDue => _nodes.Count == 0 ? Instant.Never : _nodes.Min(node => node.Due);

    /// <summary>Adds a node.</summary>
    public void Add(TNode node) => _nodes.Add(new Node(node));

    /// <summary>Removes a node and what is under way to it.</summary>
    public void Remove(TNode node) => _nodes.RemoveAll(candidate => candidate.Name == node);

    /// <summary>Takes a frame from a node.</summary>
    public void Send(TNode sender, ReadOnlyMemory<byte> frame, Instant now)
    {
        Sent++;
        var due = now + Duration.FromSeconds(8.0 * frame.Length / _bitsPerSecond);
        foreach (var node in _nodes)
        {
            if (node.Name == sender) continue;
            if (_loss > 0 && _random.NextDouble() < _loss)
                Lost++;
            else if (node.IsBusy)
                Destroy(node);
            else
                node.Start(frame, due);
        }
    }

    /// <summary>The frames whose time has come, each with the node it goes to.</summary>
    public IReadOnlyList<(TNode Node, ReadOnlyMemory<byte> Frame)> TakeDue(Instant now)
    {
        var due = new List<(TNode Node, ReadOnlyMemory<byte> Frame)>();
        foreach (var node in _nodes)
        {
            if (!node.IsBusy || node.Due > now) continue;
            due.Add((node.Name, node.Finish()));
            Delivered++;
        }

        return due;
    }

    private void Destroy(Node node)
    {
        node.Finish();
        Collided += 2;
    }

    private sealed class Node(TNode name)
    {
        private ReadOnlyMemory<byte> _frame;

        public TNode Name { get; } = name;

        public Instant Due { get; private set; } = Instant.Never;

        public bool IsBusy => Due != Instant.Never;

        public void Start(ReadOnlyMemory<byte> frame, Instant due)
        {
            _frame = frame;
            Due = due;
        }

        public ReadOnlyMemory<byte> Finish()
        {
            Due = Instant.Never;
            return _frame;
        }
    }
}
