namespace Farlink.Mqtt.Broker;

/// <summary>Which user may come with which certificate, where there are passwords too.</summary>
public enum CertificateUser
{
    /// <summary>
    /// A certificate whose common name is a user of the password file is that user's alone. One that names nobody may come with
    /// any user: devices may share it, or be named otherwise.
    /// </summary>
    OwnIfKnown,

    /// <summary>The user must be the common name of the certificate.</summary>
    Same,

    /// <summary>Any user may come with any good certificate.</summary>
    Any,
}
