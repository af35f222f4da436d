using Microsoft.Extensions.Logging;

namespace Farlink.Runtime;

/// <summary>Log events 1200 to 1299.</summary>
internal static partial class RuntimeLog
{
    [LoggerMessage(1200, LogLevel.Information, "Site {Name} is running: {Radio} at {Settings}")]
    public static partial void SiteRunning(ILogger logger, string name, string radio, string settings);

    [LoggerMessage(1201, LogLevel.Information, "Base {Name} is running: {Radio} at {Settings}")]
    public static partial void BaseRunning(ILogger logger, string name, string radio, string settings);

    [LoggerMessage(1202, LogLevel.Warning,
        "RadioHead mode: nothing on the air is authenticated, anybody in range can forge or repeat messages, "
        + "and what waits is in memory only")]
    public static partial void RadioHeadMode(ILogger logger);

    [LoggerMessage(1203, LogLevel.Warning, "Dropped a message on {Topic}: {Reason} ({Total} dropped so far)")]
    public static partial void SiteDropped(ILogger logger, string topic, string reason, long total);

    [LoggerMessage(1204, LogLevel.Debug, "Took {Octets} octets on {Topic}")]
    public static partial void SiteAccepted(ILogger logger, int octets, string topic);

    [LoggerMessage(1205, LogLevel.Debug, "Sent {Octets} octets in {Airtime}")]
    public static partial void FrameSent(ILogger logger, int octets, string airtime);

    [LoggerMessage(1206, LogLevel.Warning, "The radio did not send: {Why}")]
    public static partial void SendFailed(ILogger logger, string why);

    [LoggerMessage(1207, LogLevel.Warning,
        "Message {Token} to node {To} was not acknowledged after {Transmissions} transmissions and is given up ({Total} so far)")]
    public static partial void Unacknowledged(ILogger logger, ulong token, int to, int transmissions, long total);

    [LoggerMessage(1208, LogLevel.Debug, "Frame refused: {Reason} (from node {From} to {To})")]
    public static partial void FrameRefused(ILogger logger, string reason, int from, int to);

    [LoggerMessage(1209, LogLevel.Information, "Received {Octets} octets from node {From}, {Signal}")]
    public static partial void MessageReceived(ILogger logger, int octets, int from, string signal);

    [LoggerMessage(1210, LogLevel.Warning,
        "Dropped a message from the air: {Most} wait for the upstream broker already ({Total} dropped so far)")]
    public static partial void UpstreamDropped(ILogger logger, int most, long total);

    [LoggerMessage(1211, LogLevel.Error, "The upstream broker refuses messages on {Topic}: {Why}")]
    public static partial void UpstreamRefused(ILogger logger, string topic, string why);

    [LoggerMessage(1212, LogLevel.Warning, "Airtime pace {Pace:0.00} %, limit {Limit}: a real radio would hold back here")]
    public static partial void OverLimit(ILogger logger, double pace, string limit);

    [LoggerMessage(1213, LogLevel.Information, "{Name} stops: {Summary}")]
    public static partial void Stopping(ILogger logger, string name, string summary);

    [LoggerMessage(1214, LogLevel.Information, "Device publishes to {Topic} every {Interval} s")]
    public static partial void DeviceRunning(ILogger logger, string topic, double interval);

    [LoggerMessage(1215, LogLevel.Warning,
        "The device drops its oldest message: {Most} wait for the broker ({Total} dropped so far)")]
    public static partial void DeviceDropped(ILogger logger, int most, long total);

    [LoggerMessage(1216, LogLevel.Error, "The radio is gone: {Why}")]
    public static partial void RadioGone(ILogger logger, string why);

    [LoggerMessage(1217, LogLevel.Error, "The broker refuses the device's messages on {Topic}: {Why}")]
    public static partial void DeviceRefused(ILogger logger, string topic, string why);

    [LoggerMessage(1218, LogLevel.Warning, "Refused {What}{Again}")]
    public static partial void FrameRefused(ILogger logger, string what, string again);

    [LoggerMessage(
        1232, LogLevel.Warning,
        "A damaged store lies at {Path}: messages may be in it that nobody else has. Remove it when it is of no use any more")]
    public static partial void DamagedStore(ILogger logger, string path);

    [LoggerMessage(1219, LogLevel.Error, "{Why}")]
    public static partial void StoreFull(ILogger logger, string why);

    [LoggerMessage(1220, LogLevel.Information, "The store has room again: messages are accepted")]
    public static partial void StoreHasRoom(ILogger logger);

    [LoggerMessage(1221, LogLevel.Information, "Session with {Peer} is up")]
    public static partial void SessionUp(ILogger logger, string peer);

    [LoggerMessage(1222, LogLevel.Information, "{Peer} is online")]
    public static partial void Online(ILogger logger, string peer);

    [LoggerMessage(1223, LogLevel.Warning, "{Peer} is offline: {Why}")]
    public static partial void Offline(ILogger logger, string peer, string why);

    [LoggerMessage(1224, LogLevel.Warning, "No answer to {Hellos} hellos: key, base or range")]
    public static partial void NoAnswer(ILogger logger, int hellos);

    [LoggerMessage(1225, LogLevel.Warning, "A message on {Topic} ends here: {Why}{Trace}")]
    public static partial void Dead(ILogger logger, string topic, string why, string trace);

    [LoggerMessage(1226, LogLevel.Error,
        "{Peer} lost its store: messages {First} to {Last} had arrived there and may never have been published")]
    public static partial void PeerLostDisk(ILogger logger, string peer, long first, long last);

    [LoggerMessage(1227, LogLevel.Error,
        "This store was rolled back (the other end has message {Committed}, this one gave {Given}): it goes on as a new one, and "
        + "messages may come twice")]
    public static partial void RolledBack(ILogger logger, long committed, long given);

    [LoggerMessage(1228, LogLevel.Error, "{Peer} broke the protocol: {What}; its session was closed")]
    public static partial void Breach(ILogger logger, string peer, string what);

    [LoggerMessage(
        1233, LogLevel.Error,
        "{Peer}: its stream did not decode to what it sent. It goes on behind message {Above}, {How}. {Again} messages come"
        + " again: {Unpublished} of them were not published yet and are dropped, the others may arrive twice or have been wrong")]
    public static partial void Rewound(ILogger logger, string peer, long above, long again, int unpublished, string how);

    [LoggerMessage(1234, LogLevel.Error, "The key for sessions cannot be used: {Why} No session is opened until it can")]
    public static partial void KeyFails(ILogger logger, string why);

    [LoggerMessage(1235, LogLevel.Information, "The key for sessions can be used again: {Element}")]
    public static partial void KeyWorksAgain(ILogger logger, string element);

    [LoggerMessage(1236, LogLevel.Warning,
        "{Peer} has a shared key (psk): whoever copies its file reads all traffic, past and future. farlink pair ends that")]
    public static partial void SharedKey(ILogger logger, string peer);

    [LoggerMessage(1237, LogLevel.Warning, "{Peer} is no longer paired: its frames are refused from now on")]
    public static partial void Unpaired(ILogger logger, string peer);

    [LoggerMessage(1238, LogLevel.Error,
        "The pairings cannot be read: {Why} The links go on as they are, and an unpair is not noticed until this is mended")]
    public static partial void PairingsUnreadable(ILogger logger, string why);

    [LoggerMessage(1239, LogLevel.Warning,
        "The certificate {File} ends in {Days} days. Renew it with: farlink pki issue --replace, and reload (SIGHUP)")]
    public static partial void CertificateEnds(ILogger logger, string file, int days);

    [LoggerMessage(1240, LogLevel.Error, "The certificate {File} ended on {End:yyyy-MM-dd}: nobody who checks it connects")]
    public static partial void CertificateEnded(ILogger logger, string file, DateTime end);

    [LoggerMessage(1241, LogLevel.Information,
        "List of revocations {Number} ({Count} certificates) is on its way to {Peer}")]
    public static partial void RevocationsSent(ILogger logger, string peer, string number, int count);

    [LoggerMessage(1242, LogLevel.Information, "List of revocations {Number} is in force at {Peer}")]
    public static partial void RevocationsEffective(ILogger logger, string peer, string number);

    [LoggerMessage(1243, LogLevel.Warning,
        "List of revocations {Number} ({Count} certificates) came from the base, and is in force")]
    public static partial void RevocationsTaken(ILogger logger, string number, int count);

    [LoggerMessage(1244, LogLevel.Error, "A list of revocations is not used, the one before stays in force: {Why}")]
    public static partial void RevocationsRefused(ILogger logger, string why);

    [LoggerMessage(1245, LogLevel.Error, "{Peer} does not use the list of revocations: {Why}")]
    public static partial void RevocationsRefusedThere(ILogger logger, string peer, string why);

    [LoggerMessage(1246, LogLevel.Warning, "The list of revocations is in force but not in its file: {Why}")]
    public static partial void RevocationsNotWritten(ILogger logger, string why);

    [LoggerMessage(1247, LogLevel.Warning,
        "The list of revocations was to be renewed by {Next:yyyy-MM-dd}; it stays in force. Renew it with: farlink pki revoke "
        + "--dir")]
    public static partial void RevocationsOld(ILogger logger, DateTime next);

    [LoggerMessage(1248, LogLevel.Warning,
        "This host's clock is {Off} off what the base says: certificates are checked by the base's time")]
    public static partial void ClockIsOff(ILogger logger, TimeSpan off);

    [LoggerMessage(1280, LogLevel.Information,
        "The base's time goes to the time server at {Socket}: this host's clock is {Off} behind it")]
    public static partial void ClockFed(ILogger logger, string socket, TimeSpan off);

    [LoggerMessage(1249, LogLevel.Information, "{Peer} goes on with another key as soon as a session with it works")]
    public static partial void RekeyBegins(ILogger logger, string peer);

    [LoggerMessage(1250, LogLevel.Warning, "{Peer} has another key now: the one before is refused")]
    public static partial void Rekeyed(ILogger logger, string peer);

    [LoggerMessage(1251, LogLevel.Error, "{Peer} does not get another key, and goes on with the one it has: {Why}")]
    public static partial void RekeyFails(ILogger logger, string peer, string why);

    [LoggerMessage(1252, LogLevel.Error, "A notice on {Topic} from link {Link} could not be taken: {Why}")]
    public static partial void NoticeFailed(ILogger logger, string topic, byte link, string why);

    [LoggerMessage(1253, LogLevel.Error,
        "A notice on {Topic} for link {Link} has {Octets} octets, more than [link] max_message of one of the ends: raise it at "
        + "both")]
    public static partial void NoticeTooLong(ILogger logger, string topic, byte link, int octets);

    [LoggerMessage(1229, LogLevel.Error, "More than 65,536 forged frames for {Peer} in a day")]
    public static partial void ForgeryAlarm(ILogger logger, string peer);

    [LoggerMessage(1230, LogLevel.Warning, "Refused a message of {Client} on {Topic}: {Why}")]
    public static partial void Refused(ILogger logger, string client, string topic, string why);

    [LoggerMessage(1231, LogLevel.Warning, "A report on {Topic} could not be published: {Why}")]
    public static partial void ReportLost(ILogger logger, string topic, string why);

    [LoggerMessage(1254, LogLevel.Debug, "The radio did not send again: {Why}")]
    public static partial void SendFailedAgain(ILogger logger, string why);

    [LoggerMessage(1255, LogLevel.Warning, "The radio is lost: {Why} Messages wait, and it is tried again until it is back")]
    public static partial void RadioLost(ILogger logger, string why);

    [LoggerMessage(1256, LogLevel.Information, "The radio works again, after {Seconds:0} s")]
    public static partial void RadioBack(ILogger logger, double seconds);

    [LoggerMessage(1257, LogLevel.Warning, "farlink status cannot ask at {Path}: {Why}")]
    public static partial void NoStatusSocket(ILogger logger, string path, string why);

    [LoggerMessage(1258, LogLevel.Warning, "The state could not be told: {Why}")]
    public static partial void StatusNotTold(ILogger logger, string why);

    [LoggerMessage(1259, LogLevel.Warning,
        "This host's clock jumped by {Seconds:+0.0;-0.0} s. Airtime, deadlines and sessions go by a clock that does not; "
        + "certificates are checked by the new time")]
    public static partial void ClockJumped(ILogger logger, double seconds);

    [LoggerMessage(1260, LogLevel.Information,
        "Written to the storage in the last day: {Day} octets; since the start: {Total}, of which {Payload} are messages")]
    public static partial void DiskWear(ILogger logger, long day, long total, long payload);

    [LoggerMessage(1261, LogLevel.Error,
        "Nothing moves any more: the service manager is not told that this end lives, and will start it again")]
    public static partial void StandsStill(ILogger logger);

    [LoggerMessage(1263, LogLevel.Information, "Home Assistant is told to forget what {Topic} told it")]
    public static partial void DiscoveryRemoved(ILogger logger, string topic);

    [LoggerMessage(1262, LogLevel.Warning, "The service manager at {Address} cannot be told of the state: {Why}")]
    public static partial void NobodyToNotify(ILogger logger, string address, string why);

    [LoggerMessage(1264, LogLevel.Warning, "How links were is not kept for now: {Why}")]
    public static partial void HistoryNotKept(ILogger logger, string why);
}
