using System.Text;

namespace Farlink.Fuzz.Tests;

/// <summary>A bounded sample of what a fuzzer does: every target, random and mutated inputs, from one seed.</summary>
public sealed class TargetTests
{
    private const int Inputs = 20_000;
    private const int Handshakes = 5_000;
    private const int Files = 300;
    private const int Lists = 150;

    private static readonly string[] Seeds =
    [
        "role = \"site\"\n[radio]\nuri = \"ether://127.0.0.1:4001\"\n[link]\nid = 1\n[[route]]\ntopic = \"a/#\"\n",
        "[[site]]\nname = \"a\"\n[[site.traffic]]\ntopic = \"x\"\nevery = \"5s\"\n",
        "user esp8266\ntopic readwrite a/#\npattern read b/%c/+\n",
        "esp8266:$7$101$c2FsdA==$aGFzaA==\n",
        "{\"say\":\"configure\",\"frequency_hz\":869525000,\"spreading_factor\":7,\"bandwidth_hz\":125000,\"frame\":\"00ff\"}",
        "a/+/b\na/x/b",
        "\u0002\u0012\u0034\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008"
            + "{\"rxpk\":[{\"tmst\":1,\"freq\":868.1,\"stat\":1,\"modu\":\"LORA\",\"datr\":\"SF7BW125\",\"rssi\":-35,"
            + "\"lsnr\":5.1,\"size\":3,\"data\":\"AQID\"}]}",
        "{\"txpk_ack\":{\"error\":\"TOO_LATE\"}}",
    ];

    public static TheoryData<string> Names { get; } = [.. Targets.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Target_RandomAndMutatedInputs_ReturnsFromEach(string name)
    {
        var target = Targets.All[name];
        var random = new Random(name.Length);
        var count = name switch
        {
            "endpoint" => Lists,
            "edhoc" => Handshakes,
            "configuration" or "password-file" or "model-chunk" => Files,
            _ => Inputs,
        };
        for (var i = 0; i < count; i++)
        {
            var input = Input(random);
            try
            {
                target(input);
            }
            catch (Exception failure)
            {
                Assert.Fail($"{name} fails on {Convert.ToHexString(input)}: {failure}");
            }
        }
    }

    [Fact]
    public void Endpoint_BrokenRule_IsAFinding()
    {
        // The target must be able to fail: a rule that nothing can keep.
        Assert.Throws<InvalidOperationException>(() => EndpointTarget.Run([0, 1], new Unkept()));
    }

    private static byte[] Input(Random random)
    {
        if (random.Next(2) == 0)
        {
            var octets = new byte[random.Next(0, 300)];
            random.NextBytes(octets);
            return octets;
        }

        var seed = Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]);
        for (var i = random.Next(4); i > 0; i--) seed[random.Next(seed.Length)] = (byte)random.Next(256);
        return seed[..random.Next(seed.Length + 1)];
    }

    private sealed class Unkept : Simulation.Checks.IChecker
    {
        public void Finish(Simulation.Network.SimulatedNetwork network) => network.Violate("never content");
    }
}
