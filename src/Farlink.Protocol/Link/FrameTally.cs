namespace Farlink.Protocol.Link;

/// <summary>Frames of one link since the start.</summary>
internal sealed class FrameTally
{
    /// <summary>Frames to the peer that were on the air.</summary>
    public long Sent { get; private set; }

    /// <summary>Those of them whose chunk had been on the air before.</summary>
    public long Repeated { get; private set; }

    /// <summary>Authentic new frames of the peer in a session.</summary>
    public long Received { get; private set; }

    /// <summary>A frame was on the air.</summary>
    public void NoteSent(bool isRepeat)
    {
        Sent++;
        if (isRepeat) Repeated++;
    }

    /// <summary>An authentic new frame came.</summary>
    public void NoteReceived() => Received++;
}
