namespace Farlink.Keys.Atecc608;

/// <summary>
/// Turns a blank chip into one with a key for TLS in slot 0 and a key for sessions in slot 2. Writing can be undone; locking
/// cannot.
/// </summary>
public static class AteccProvisioning
{
    /// <summary>What locking does, for the person who has to say yes.</summary>
    public static IReadOnlyList<string> WhatLockingDoes { get; } =
    [
        "locks the configuration zone: what each slot may do never changes again;",
        $"makes two private keys inside the chip: slot {AteccConfig.SigningSlot} signs for TLS, slot {AteccConfig.AgreementSlot} "
            + "agrees for sessions. Nobody can read, replace or copy them;",
        "locks the data zone: from then on every slot follows its rules;",
        $"locks slots {AteccConfig.SigningSlot} and {AteccConfig.AgreementSlot}: their keys are the chip's for its life.",
    ];

    /// <summary>Writes the configuration into a chip that is not locked, and reads it back.</summary>
    /// <returns>Words written; 0 if it was right already.</returns>
    /// <exception cref="AteccException">The chip is locked, refuses, or has something else than what was written.</exception>
    public static int Write(Atecc608Chip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        var before = chip.ReadConfig();
        if (AteccConfig.IsConfigLocked(before))
            throw new AteccException("The configuration of this chip is locked: it stays as it is. See: farlink element probe");
        var wanted = AteccConfig.ForTls(before);
        var words = AteccConfig.Differences(before, wanted);
        foreach (var at in words) chip.WriteConfig(at, wanted.AsSpan(at, 4));
        var after = chip.ReadConfig();
        if (AteccConfig.Differences(after, wanted) is { Count: > 0 } wrong)
            throw new AteccException($"The chip has something else in octets {string.Join(", ", wrong)} than what was written.");
        return words.Count;
    }

    /// <summary>Locks a chip that <see cref="Write"/> has written, makes its keys, and shows that it keeps them.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="tell">Told of each step, for people.</param>
    /// <exception cref="AteccException">The chip has another configuration, refuses, or does what it must not.</exception>
    public static void Lock(Atecc608Chip chip, Action<string> tell)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(tell);
        var config = chip.ReadConfig();
        if (AteccConfig.Differences(config, AteccConfig.ForTls(config)) is { Count: > 0 } wrong)
        {
            throw new AteccException(
                $"The chip's configuration is not the one that farlink writes: octets {string.Join(", ", wrong)}. Nothing "
                + "was locked. Write it with: farlink element provision");
        }

        if (!AteccConfig.IsConfigLocked(config))
        {
            chip.LockConfig(config);
            tell("configuration locked");
        }

        LockSlots(chip, tell);
        Prove(chip, tell);
    }

    /// <summary>Goes on where a lock that was interrupted had come to.</summary>
    private static void LockSlots(Atecc608Chip chip, Action<string> tell)
    {
        var config = chip.ReadConfig();
        if (!AteccConfig.IsConfigLocked(config)) throw new AteccException("The chip did not lock its configuration.");
        int[] slots = [AteccConfig.SigningSlot, AteccConfig.AgreementSlot];
        foreach (var slot in slots.Where(slot => !AteccConfig.IsSlotLocked(config, slot)))
        {
            chip.GenerateKey(slot);
            tell($"key made in slot {slot}");
        }

        if (!AteccConfig.IsDataLocked(config))
        {
            chip.LockData();
            tell("data zone locked");
        }

        foreach (var slot in slots.Where(slot => !AteccConfig.IsSlotLocked(config, slot)))
        {
            chip.LockSlot(slot);
            tell($"slot {slot} locked");
        }

        config = chip.ReadConfig();
        if (!AteccConfig.IsDataLocked(config) || slots.Any(slot => !AteccConfig.IsSlotLocked(config, slot)))
            throw new AteccException("The chip did not lock its data zone or a slot, though it said so.");
    }

    /// <summary>Asks for what must not be possible.</summary>
    private static void Prove(Atecc608Chip chip, Action<string> tell)
    {
        var (signing, agreement) = (AteccConfig.SigningSlot, AteccConfig.AgreementSlot);
        var peer = chip.PublicKey(agreement);
        byte[] digest = [.. Enumerable.Repeat((byte)0x5A, Atecc608Chip.BlockSize)];
        Refused("writing a private key into slot 0", () => chip.WritePrivateKey(signing, digest));
        Refused("reading slot 0", () => chip.ReadSlot(signing, 0));
        Refused("an agreement with slot 0", () => chip.Agree(signing, peer));
        Refused("a new key in slot 0", () => chip.GenerateKey(signing));
        Refused($"reading slot {agreement}", () => chip.ReadSlot(agreement, 0));
        Refused($"a signature with slot {agreement}", () => chip.Sign(agreement, digest));
        Refused($"a new key in slot {agreement}", () => chip.GenerateKey(agreement));
        if (!chip.Verify(digest, chip.Sign(signing, digest), chip.PublicKey(signing)))
            throw new AteccException("A signature of slot 0 is wrong.");
        tell("slot 0 signs, and its signature is right");

        void Refused(string what, Action ask)
        {
            try
            {
                ask();
            }
            catch (AteccException refusal) when (refusal.Status is { } status && !refusal.IsPassing)
            {
                tell($"refused, as it must be: {what} ({(int)status:X2})");
                return;
            }

            throw new AteccException($"The chip allowed {what}: it does not protect its keys. Do not use it.");
        }
    }
}
