using System.Text;
using Farlink.Protocol.Compression;
using Farlink.Protocol.Messages;

namespace Farlink.Protocol.Tests.Compression;

public sealed class RecordModelTests
{
    private static readonly ModelSize Small = ModelSize.AtMost(1)!.Value;

    public static TheoryData<string> Kinds => ["text", "stored", "extras", "extras-stored", "alone", "new-topic", "empty"];

    /// <summary>
    /// What was begun can always be ended: no message takes more decisions than were guaranteed when it was let in. Otherwise a
    /// chunk could grow over its limit.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void TryCode_HoweverFewDecisionsAreLeft_TakesNoMoreThanGuaranteed(string kind)
    {
        var records = new RecordModel(new TelemetryModel(Small));
        var coder = new CountingCoder { Guaranteed = 1 << 20 };
        for (var round = 0; round < 300; round++)
        {
            var (message, form) = Message(kind, round);
            coder.Guaranteed = 1 << 20;
            records.BeginChunk(coder, 0);
            coder.Guaranteed = RecordModel.DecisionsOfRecord + (round % 90);
            if (!records.MayBegin(coder, message)) coder.Guaranteed = 1 << 20;
            records.CodeKind(coder, RecordKind.Begin(1, form));
            var parts = new MessageParts(form);
            for (var chunk = 0; parts.Stage != MessageStage.Done; chunk++)
            {
                Assert.True(records.TryCode(coder, parts, message, int.MaxValue));
                Assert.True(coder.Guaranteed >= 0, $"{-coder.Guaranteed} too many in round {round}, chunk {chunk}");
                if (parts.Stage == MessageStage.Done) break;
                coder.Guaranteed = RecordModel.DecisionsOfRecord + (chunk * 7 % 40);
                records.CodeKind(coder, RecordKind.Continue(1));
            }

            Assert.Equal(message.Payload, parts.Payload);
        }
    }

    private static (WholeMessage Message, RecordForm Form) Message(string kind, int round)
    {
        var random = new Random(round);
        var noise = new byte[random.Next(20, 400)];
        random.NextBytes(noise);
        var text = Encoding.UTF8.GetBytes($"{{\"n\":{random.Next(1000)},\"t\":{random.Next(200)}.5}}");
        var topic = kind switch
        {
            "alone" => "",
            "new-topic" => $"farm/{random.Next()}/t",
            _ => $"farm/node{random.Next(30)}/t",
        };
        byte[] extras = kind is "extras" or "extras-stored" ? [2, 40, .. noise.AsSpan(0, random.Next(1, 20))] : [];
        var form = kind switch
        {
            "stored" or "extras-stored" => RecordForm.Stored,
            "alone" => RecordForm.Alone,
            _ => RecordForm.Shared,
        };
        byte[] payload = kind == "empty" ? [] : form == RecordForm.Shared ? text : noise;
        var look = RecordLook.Of((MqttQos)random.Next(3), random.Next(2) == 0, extras.Length > 0, random.Next(2) == 0, false);
        return (new WholeMessage(Encoding.UTF8.GetBytes(topic), [.. extras, .. payload], extras.Length, look), form);
    }

    /// <summary>Every decision takes what the dearest does near the end: 4 bits; one of even chances takes 1.</summary>
    private sealed class CountingCoder : IDecisionCoder
    {
        private int _bits;

        public int Guaranteed
        {
            get => _bits >> 2;
            set => _bits = value << 2;
        }

        public int UsedBits => 0;

        public int Code(int bit, int probability)
        {
            Assert.InRange(probability, 1, Logistic.One - 1);
            _bits -= probability == Logistic.One / 2 ? 1 : 4;
            return bit;
        }
    }
}
