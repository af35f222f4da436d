using Farlink.Fuzz;
using SharpFuzz;

// Farlink.Fuzz --list | TARGET [FILE..]: with files each is run once, else libFuzzer gives the inputs (fuzz/README.md).
if (args is [] or ["--list"])
{
    foreach (var name in Targets.All.Keys.Order(StringComparer.Ordinal)) Console.WriteLine(name);
    return args.Length == 0 ? 2 : 0;
}

if (!Targets.All.TryGetValue(args[0], out var target))
{
    Console.Error.WriteLine($"There is no target {args[0]}: see --list.");
    return 2;
}

foreach (var file in args.Skip(1)) target(File.ReadAllBytes(file));
if (args.Length == 1) Fuzzer.LibFuzzer.Run(input => target(input));
return 0;
