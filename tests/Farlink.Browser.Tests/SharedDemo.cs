[assembly: AssemblyFixture(typeof(Farlink.Browser.Tests.SharedDemo))]

namespace Farlink.Browser.Tests;

/// <summary>A demonstration that tests look at and do not change: two messages a second, the air ten times as fast.</summary>
public sealed class SharedDemo : IAsyncLifetime
{
    private RunningDemo? _demo;

    internal string Address => _demo?.Address ?? throw new InvalidOperationException("The demonstration was not started.");

    public async ValueTask InitializeAsync() =>
        _demo = await RunningDemo.StartAsync("127.0.0.1:0", "--speed", "10", "--interval", "5s");

    public async ValueTask DisposeAsync()
    {
        if (_demo is not null) await _demo.DisposeAsync();
    }
}
