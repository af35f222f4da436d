namespace Farlink.Protocol.Pairing;

/// <summary>Why a pairing over the air came to nothing.</summary>
public enum PairingFailure
{
    /// <summary>Nobody was heard while this end was open.</summary>
    NobodyHeard,

    /// <summary>The person here did not say yes while this end was open.</summary>
    NotConfirmed,

    /// <summary>The other end did not prove its key in time: nobody said yes there, or its radio is away.</summary>
    NotProven,

    /// <summary>The person here said no: the codes differ.</summary>
    Refused,

    /// <summary>What the site revealed is not what it had committed itself to: somebody else answers in its place.</summary>
    WrongReveal,

    /// <summary>The element that holds this end's key did not compute.</summary>
    KeyFailed,
}
