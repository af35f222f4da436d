using System.Device.I2c;
using Farlink.Keys.Elements;
using Farlink.Protocol.Session;

namespace Farlink.Keys.Atecc608;

/// <summary>
/// A key in a slot of an ATECC608: it was made there and never leaves. A signature takes up to 160 ms, an agreement up to 80 ms
/// (at the chip's fastest clock).
/// </summary>
public sealed class Atecc608Element : ISecureElement
{
    private readonly I2cBus _bus;
    private readonly Atecc608Chip _chip;
    private readonly int _slot;

    private Atecc608Element(I2cBus bus, Atecc608Chip chip, int slot, string description, byte[] publicKey)
    {
        _bus = bus;
        _chip = chip;
        _slot = slot;
        Description = description;
        PublicKey = publicKey;
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Opens the key in a slot.</summary>
    /// <param name="uri">Where.</param>
    /// <param name="bus">The bus it is on; the element's from now on.</param>
    /// <param name="clock">Time.</param>
    /// <param name="turns">Whose turn it is at the chip; default those of this host.</param>
    /// <exception cref="ElementException">No chip answers, or the slot has no key.</exception>
    public static Atecc608Element Open(Atecc608Uri uri, I2cBus bus, AteccClock clock, ChipTurns? turns = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(bus);
        Atecc608Chip? chip = null;
        try
        {
            chip = Atecc608Chip.Open(bus, uri.Address, clock, turns ?? ChipTurns.Of(uri.Bus, uri.Address));
            var serial = AteccConfig.Serial(chip.ReadConfig());
            var key = chip.PublicKey(uri.Slot);
            if (!P256.IsOnCurve(key)) throw new ElementException($"{uri}: the chip gave a public key that is no point of P-256.");
            return new Atecc608Element(bus, chip, uri.Slot, $"ATECC608 {serial}, slot {uri.Slot} ({uri})", key);
        }
        catch (Exception failure)
        {
            chip?.Dispose();
            bus.Dispose();
            if (failure is not (AteccException or IOException)) throw;
            throw new ElementException(
                $"{uri}: {failure.Message} See what is there with: farlink element probe --bus {uri.Bus}", failure);
        }
    }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> digest)
    {
        ElementChecks.Digest(digest);
        var octets = digest.ToArray();
        var signature = Ask(() => _chip.Sign(_slot, octets));

        // A disturbed computation can give a signature that tells the key: it is not let out.
        if (ElementChecks.IsSignedBy(PublicKey, octets, signature)) return signature;
        throw new ElementException($"{Description}: the chip made a wrong signature. If that happens again, replace it.");
    }

    /// <inheritdoc/>
    public byte[] Agree(ReadOnlySpan<byte> peer)
    {
        ElementChecks.Peer(peer);
        var octets = peer.ToArray();
        return Ask(() => _chip.Agree(_slot, octets));
    }

    /// <inheritdoc/>
    public void FillRandom(Span<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var random = Ask(_chip.Random);
            var count = Math.Min(random.Length, octets.Length);
            random.AsSpan(0, count).CopyTo(octets);
            octets = octets[count..];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _chip.Dispose();
        _bus.Dispose();
    }

    private T Ask<T>(Func<T> question)
    {
        try
        {
            return question();
        }
        catch (Exception failure) when (failure is AteccException or IOException)
        {
            throw new ElementException($"{Description}: {failure.Message}", failure);
        }
    }
}
