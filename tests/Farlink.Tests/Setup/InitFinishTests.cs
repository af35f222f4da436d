using System.Text;
using System.Text.Json;
using Farlink.Mqtt.Access;
using Farlink.Setup;

namespace Farlink.Tests.Setup;

/// <summary>An init that is killed when its files go to their places: the next one tells what only the first had known.</summary>
public sealed class InitFinishTests : IDisposable
{
    private const string Journal = ".farlink-init.journal";

    private static readonly string[] Site =
    [
        "--role", "site", "--name", "barn", "--country", "FR", "--radio", "ether://127.0.0.1:4001", "--preset", "seed",
        "--device", "tank", "--no-certificates", "--wifi", "--ssid", "farm", "--yes",
    ];

    private readonly InitBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("put ")]
    [InlineData("remove the journal")]
    public async Task Init_KilledWhenFilesAreMoved_TheNextShowsPasswordsAndWhatComesNext(string step)
    {
        await KillAsync(step);
        Assert.Equal(InitFile.SecretMode, File.GetUnixFileMode(_bench.File(Journal)));
        var told = _bench.Output.ToString().Length;

        Assert.Equal(0, await _bench.RunAsync(Site));

        var text = _bench.Output.ToString()[told..];
        var line = text.Split('\n').Single(one => one.Contains("device tank, password ", StringComparison.Ordinal));
        AssertIsPassword(line.Split(' ')[^1]);
        Assert.Contains($"WiFi farm, passphrase {_bench.Read("wifi.passphrase").Trim()}\n", text, StringComparison.Ordinal);
        Assert.Contains("\nNext:\n  1. ", text, StringComparison.Ordinal);
        Assert.Contains("sudo farlink wifi --ssid farm", text, StringComparison.Ordinal);
        Assert.Equal(_bench.File("farlink.toml"), _bench.Examined[^1]);
        Assert.False(File.Exists(_bench.File(Journal)));
    }

    [Fact]
    public async Task Init_KilledWhenFilesAreMoved_TheNextTellsAProgramToo()
    {
        await KillAsync("put ");

        Assert.Equal(0, await _bench.RunAsync([.. Site, "--json"]));

        using var report = JsonDocument.Parse(_bench.Output.ToString());
        var root = report.RootElement;
        Assert.True(root.GetProperty("finished_earlier").GetBoolean());
        AssertIsPassword(root.GetProperty("passwords")[0].GetProperty("password").GetString()!);
        Assert.Equal(_bench.Read("wifi.passphrase").Trim(), root.GetProperty("wifi").GetProperty("passphrase").GetString());
        Assert.NotEqual(0, root.GetProperty("next_steps").GetArrayLength());
        Assert.True(root.GetProperty("doctor").GetProperty("ok").GetBoolean());
        Assert.False(File.Exists(_bench.File(Journal)));
    }

    /// <summary>Whoever wanted a site more, and finished something else, has not got it.</summary>
    [Fact]
    public async Task Init_SiteToBeAddedAfterAKill_FinishesTheOldOneAndFails()
    {
        await KillAsync("put ");
        Assert.Equal(1, await _bench.RunAsync("--add-site", "well", "--yes"));
        Assert.False(File.Exists(_bench.File(Journal)));
    }

    [Fact]
    public async Task Init_InputEndsAtTheQuestionOfPairing_TellsWhatComesNext()
    {
        // Listeners; write.
        _bench.Whisper("");
        string[] asked = [.. Site.Where(word => word != "--yes"), "--region", "EU868", "--channel", "6"];

        Assert.Equal(0, await _bench.AskedAsync(["", ""], asked));

        Assert.Empty(_bench.Paired);
        Assert.Contains("\nNext:\n", _bench.Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing was written", _bench.Shown.ToString(), StringComparison.Ordinal);
    }

    private async Task KillAsync(string step)
    {
        _bench.BeforeStep = name =>
        {
            if (name.StartsWith(step, StringComparison.Ordinal)) throw new PowerCutException();
        };
        await Assert.ThrowsAsync<PowerCutException>(() => _bench.RunAsync(Site));
        _bench.BeforeStep = null;
    }

    private void AssertIsPassword(string password)
    {
        var file = PasswordFile.Parse(_bench.Read("passwords"), "passwords");
        Assert.True(file.Verify("tank", Encoding.UTF8.GetBytes(password)));
    }

    private sealed class PowerCutException : Exception;
}
