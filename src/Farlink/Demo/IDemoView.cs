using Farlink.Runtime;

namespace Farlink.Demo;

/// <summary>Shows a demonstration. Called from any thread.</summary>
internal interface IDemoView
{
    /// <summary>The chain stands.</summary>
    void Start(string device, string upstream, string channel);

    /// <summary>A step of a message.</summary>
    void Show(ChainEvent happened);

    /// <summary>The subscriber upstream got a message.</summary>
    void ShowDelivery(string topic, ReadOnlyMemory<byte> payload);

    /// <summary>There is a page.</summary>
    void ShowPage(Uri address);

    /// <summary>It is over.</summary>
    void Finish(DemoSummary summary);
}
