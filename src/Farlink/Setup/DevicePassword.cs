namespace Farlink.Setup;

/// <summary>A device's user and password, told once.</summary>
/// <param name="Device">The user.</param>
/// <param name="Password">The password.</param>
internal sealed record DevicePassword(string Device, string Password)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => Device;
}
