namespace Farlink.Radios.RadioHeadEther;

/// <summary>Types of an <see cref="EtherMessage"/>.</summary>
public enum EtherMessageType : byte
{
    /// <summary>Nothing.</summary>
    Nop = 0,

    /// <summary>The address of a node; 255 before it has one.</summary>
    ThisAddress = 1,

    /// <summary>A frame on the air.</summary>
    Packet = 2,
}
