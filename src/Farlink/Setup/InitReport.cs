using System.Text.Json;
using Farlink.Configuration;
using Farlink.Host.Doctor;
using Farlink.Keys.Certificates;
using Farlink.Output;

namespace Farlink.Setup;

/// <summary>What was done, for programs: <c>farlink init --json</c>. Secrets that were made up are in it, once.</summary>
internal sealed record InitReport
{
    /// <summary>The end.</summary>
    public required InitAnswers Answers { get; init; }

    /// <summary>What was written.</summary>
    public required InitPlan Plan { get; init; }

    /// <summary>What is told once.</summary>
    public required InitClosing Closing { get; init; }

    /// <summary>What was there before, and where it is kept.</summary>
    public required IReadOnlyList<InitMove> Moves { get; init; }

    /// <summary>What is odd in the configuration, and what is wrong.</summary>
    public required IReadOnlyList<ConfigProblem> Problems { get; init; }

    /// <summary>What the doctor found; null: it was not asked.</summary>
    public required IReadOnlyList<Examined>? Examined { get; init; }

    /// <summary>Tells the time, by which certificates are judged.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>One that only finished what was interrupted before.</summary>
    /// <param name="layout">Where.</param>
    /// <param name="closing">What that one had not told yet.</param>
    /// <param name="examined">What the doctor found; null: it was not asked.</param>
    public static string Finished(InitLayout layout, InitClosing closing, IReadOnlyList<Examined>? examined) =>
        JsonLine.Write(json =>
        {
            json.WriteBoolean("finished_earlier", true);
            json.WriteString("config", layout.Config);
            WriteSecrets(json, closing);
            WriteTexts(json, "next_steps", closing.Steps);
            WriteDoctor(json, examined);
        });

    /// <summary>One JSON object.</summary>
    public string ToJson() => JsonLine.Write(json =>
    {
        json.WriteBoolean("finished_earlier", false);
        json.WriteString("config", Answers.Layout.Config);
        json.WriteString("role", Answers.Role == Role.Site ? "site" : "base");
        json.WriteString("name", Answers.Name);
        WriteFiles(json);
        CertificateTable.Write(json, Certificates());
        WriteSecrets(json, Closing);
        WriteTexts(
            json, "warnings", [.. Plan.Warnings, .. Problems.Select(problem => problem.ToString())]);
        WriteTexts(json, "next_steps", Closing.Steps);
        json.WriteString("lines_to_add", Plan.Hindrance is null ? "" : Plan.LinesToAdd);
        WriteDoctor(json, Examined);
    });

    private void WriteFiles(Utf8JsonWriter json)
    {
        json.WriteStartArray("files");
        foreach (var file in Plan.Files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("mode", $"0{Convert.ToString((int)file.Mode, 8)}");
            var backup = Moves.FirstOrDefault(move => move.Target == file.Path)?.Backup;
            json.WriteString("before", backup);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTexts(json, "kept", [.. Answers.Kept.Select(one => one.Path)]);
    }

    /// <summary>Those that this end was made with, new and kept.</summary>
    private List<CertificateSummary> Certificates()
    {
        var isSite = Answers.Role == Role.Site;
        var folder = new PkiFolder(isSite ? Answers.Layout.Output : Answers.Pki ?? Answers.Layout.Output);
        if (!File.Exists(folder.CaCertificate)) return [];
        string[] names = isSite ? ["raspberry"] : [.. WantedCertificate.Of(Answers).Select(wanted => wanted.FileName)];
        using var check = new CertificateCheck(
            folder.CaCertificate, Time, Revocations.Open(folder.RevocationList, folder.CaCertificate));
        return
        [
            CertificateSummary.Read(folder.CaCertificate, check, isAuthority: true),
            .. names.Select(folder.Certificate).Where(File.Exists)
                .Select(path => CertificateSummary.Read(path, check, isAuthority: false)),
        ];
    }

    private static void WriteSecrets(Utf8JsonWriter json, InitClosing closing)
    {
        json.WriteStartArray("passwords");
        foreach (var one in closing.Passwords)
        {
            json.WriteStartObject();
            json.WriteString("device", one.Device);
            json.WriteString("password", one.Password);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (closing.Ssid is null)
        {
            json.WriteNull("wifi");
            return;
        }

        json.WriteStartObject("wifi");
        json.WriteString("ssid", closing.Ssid);
        json.WriteString("passphrase", closing.Passphrase);
        json.WriteEndObject();
    }

    private static void WriteDoctor(Utf8JsonWriter json, IReadOnlyList<Examined>? examined)
    {
        if (examined is null)
        {
            json.WriteNull("doctor");
            return;
        }

        json.WriteStartObject("doctor");
        json.WriteBoolean("ok", examined.All(one => one.Finding.Verdict != Verdict.Fail));
        json.WritePropertyName("checks");
        DoctorReport.Write(json, examined);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string key, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(key);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
