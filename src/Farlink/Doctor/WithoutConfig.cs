using System.Net;
using Farlink.Backup;
using Farlink.Configuration;
using Farlink.Host.Doctor;
using Farlink.Host.Inspection;
using Farlink.Keys.Certificates;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Doctor;

/// <summary>
/// A host without a configuration, or with one that cannot be used. What needs none is looked at all the same, with what most
/// ends have; of the rest it is said.
/// </summary>
internal sealed class WithoutConfig
{
    private const string SystemFile = "/etc/farlink/farlink.toml", SystemState = "/var/lib/farlink";
    private const string FileName = "farlink.toml";
    private const int UsualPort = 8883;

    /// <summary>Areas of the host that are about what only a configuration says: the radio, its channel, the dashboard.</summary>
    private static readonly string[] AreasThatNeedIt = ["radio", "band", "dashboard"];

    /// <summary>So with these: the board, the role, the state folder.</summary>
    private static readonly string[] ChecksThatNeedIt =
        ["spi.select", "gpio.lines", "gpio.overlays", "wifi.profile", "clock.base", "disk.folder"];

    private readonly string _path;
    private readonly IReadOnlyList<ConfigProblem> _problems;

    /// <param name="path">The configuration's file.</param>
    /// <param name="isNamed">Whether somebody has named it; else it is where one would be.</param>
    /// <param name="problems">Why it cannot be used.</param>
    public WithoutConfig(string path, bool isNamed, IReadOnlyList<ConfigProblem> problems)
    {
        _path = path;
        _problems = problems;
        IsWrong = isNamed || ConfigPlace.MayBeThere(path);
    }

    /// <summary>Whether there should be a good one: one was named, or one is there or hidden. Else there is none yet.</summary>
    public bool IsWrong { get; }

    private string FullPath => IsWrong ? Path.GetFullPath(_path) : SystemFile;

    /// <summary>What the checks of the host look at.</summary>
    public CheckContext Context(HostView host, TimeProvider time) => new(host, Subject(host), time);

    /// <summary>
    /// The checks that were asked for, and that of the configuration in any case if that is wrong or one of them needs it.
    /// </summary>
    public IReadOnlyList<Check> Checks(IReadOnlyList<Check> asked)
    {
        var isMeant = IsWrong || asked.Any(check => !IsOfTheHost(check));
        var all = isMeant && !asked.Any(IsOfTheFile) ? DoctorRegistry.All.Where(IsOfTheFile).Concat(asked) : asked;
        return
        [
            .. all.Select(check => IsOfTheFile(check) ? With(check, Examine) : IsOfTheHost(check) ? check
                : With(check, _ => Finding.Skip("needs a configuration: see config.file"))),
        ];
    }

    private static Check With(Check check, Func<CheckContext, Finding> examine) =>
        check with { Examine = (context, _) => Task.FromResult(examine(context)) };

    private static bool IsOfTheFile(Check check) => check.Id == ConfigChecks.Id;

    private static bool IsOfTheHost(Check check) =>
        HostChecks.All.Contains(check) && !AreasThatNeedIt.Contains(check.Area) && !ChecksThatNeedIt.Contains(check.Id);

    private Finding Examine(CheckContext context)
    {
        if (IsWrong) return Wrong();
        var folder = Path.GetDirectoryName(SystemFile)!;
        if (context.Host.List(folder).Contains(Path.GetFileName(RestoreStage.FolderOf(SystemFile))))
        {
            return Finding.Fail(
                $"{SystemFile} is missing: a restore was interrupted, and has moved it away",
                $"sudo farlink restore --finish -c {SystemFile}");
        }

        return Finding.Warn(
            $"there is none, neither here nor in {folder}: only what needs none is looked at", "sudo farlink init");
    }

    private Finding Wrong()
    {
        var errors = _problems.Where(problem => problem.Severity == Severity.Error).ToList();
        var others = errors.Count > 1 ? $", and {errors.Count - 1} more" : "";
        return Finding.Fail($"{errors[0]}{others}", Cure());
    }

    private string Cure()
    {
        if (IsDenied()) return $"sudo farlink doctor -c {FullPath}";
        if (File.Exists(FullPath)) return $"farlink config check -c {FullPath}";
        if (PendingRestore.Exists(FullPath)) return $"sudo farlink restore --finish -c {FullPath}";
        if (Directory.Exists(RestoreStage.FolderOf(FullPath))) return $"sudo farlink restore FILE -c {FullPath}";
        var folder = Path.GetDirectoryName(FullPath)!;
        var init = folder == InstalledEnd.Folder ? "sudo farlink init" : $"farlink init --output {folder}";

        // Another name may be mistyped, and init makes no such file.
        return Path.GetFileName(FullPath) == FileName ? init : $"ls {folder}\n{init}  # makes {Path.Combine(folder, FileName)}";
    }

    private bool IsDenied()
    {
        try
        {
            File.OpenRead(FullPath).Dispose();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private DoctorSubject Subject(HostView host)
    {
        string[] signsOfSpi = ["/dev/spidev0.0", "/boot/firmware/config.txt", "/boot/config.txt"];
        return new DoctorSubject
        {
            ConfigPath = FullPath,
            IsSite = true,
            Radio = new RadioSubject(signsOfSpi.Any(host.Exists) ? RadioKind.Chip : RadioKind.Ether, "not known"),
            Band = new BandSubject("EU868", Hertz.FromMegahertz(869.525), new LoRaModulation(), new Dbm(14)),

            // Of an address nobody knows whether it is meant; the port is usual.
            Listeners = [new ListenerSubject(new IPEndPoint(IPAddress.Any, UsualPort), IsPlain: false)],

            MayBecomeAccessPoint = true,

            // A chip for keys is as good as none: it is looked at where I2C is on.
            Elements = host.Exists("/dev/i2c-1") ? [new ElementSubject(1, 0x60)] : [],
            StorePath = host.Exists(SystemState) ? $"{SystemState}/farlink.db" : $"{SystemState}.db",
            NotBefore = VerificationClock.Released,
        };
    }
}
