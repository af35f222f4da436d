using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>One TLS handshake between two certificates over loopback, both ways authenticated; then an octet each way.</summary>
internal static class TlsPair
{
    public static async Task<(SslProtocols Protocol, bool IsMutual)> ShakeHandsAsync(
        X509Certificate2 server, X509Certificate2 client, SslProtocols protocol)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var near = new TcpClient();
        var connecting = near.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var far = await listener.AcceptTcpClientAsync();
        await connecting;
        await using var atServer = new SslStream(far.GetStream(), false);
        await using var atClient = new SslStream(near.GetStream(), false);
        var serving = atServer.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = server,
            ClientCertificateRequired = true,
            EnabledSslProtocols = protocol,
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == client.Subject,
        });
        var asking = atClient.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "mqtt.com",
            ClientCertificates = [client],
            EnabledSslProtocols = protocol,
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == server.Subject,
        });
        try
        {
            await Task.WhenAll(serving, asking);
        }
        catch
        {
            // One end's failure must not leave the other waiting.
            near.Close();
            far.Close();
            throw;
        }

        await atClient.WriteAsync(new byte[] { 1 });
        Assert.Equal(1, atServer.ReadByte());
        await atServer.WriteAsync(new byte[] { 2 });
        Assert.Equal(2, atClient.ReadByte());
        return (atClient.SslProtocol, atServer.IsMutuallyAuthenticated && atClient.IsMutuallyAuthenticated);
    }
}
