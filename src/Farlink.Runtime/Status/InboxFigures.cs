namespace Farlink.Runtime.Status;

/// <summary>What has come by radio and waits for the broker.</summary>
/// <param name="Messages">Messages.</param>
/// <param name="Octets">Their octets.</param>
public sealed record InboxFigures(int Messages, long Octets)
{
    /// <summary>Several inboxes as one.</summary>
    public static InboxFigures Sum(IReadOnlyCollection<InboxFigures> inboxes)
    {
        ArgumentNullException.ThrowIfNull(inboxes);
        return new InboxFigures(inboxes.Sum(inbox => inbox.Messages), inboxes.Sum(inbox => inbox.Octets));
    }
}
