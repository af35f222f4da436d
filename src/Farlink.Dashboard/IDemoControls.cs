namespace Farlink.Dashboard;

/// <summary>The weather of a demonstration, and worse. Values are in range when they come here.</summary>
public interface IDemoControls
{
    /// <summary>How it goes.</summary>
    DemoFigures Figures();

    /// <summary>Lets the weather take frames.</summary>
    /// <param name="percent">0 to 90.</param>
    void SetLoss(double percent);

    /// <summary>Moves the ends apart.</summary>
    /// <param name="kilometres">0.1 to 50.</param>
    void SetDistance(double kilometres);

    /// <summary>Lets an end crash, and start again.</summary>
    /// <param name="role">site or base.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task CrashAsync(string role, CancellationToken cancellationToken);

    /// <summary>Lets a hostile transmitter send, or not.</summary>
    void SetHostile(bool isOn);

    /// <summary>Changes how often the device publishes.</summary>
    /// <param name="interval">50 ms to 1 h.</param>
    void SetInterval(TimeSpan interval);
}
