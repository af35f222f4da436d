namespace Farlink.Protocol.Compression;

/// <summary>A decimal number while it is read: [-]digits[.digits], at most 18 digits.</summary>
internal sealed class NumberScan
{
    public const int MostDigits = 18;
    public bool IsActive { get; private set; }
    public bool IsNegative { get; private set; }
    public bool HasPoint { get; private set; }
    public int IntegerDigits { get; private set; }
    public int FractionDigits { get; private set; }
    public bool HasLeadingZero { get; private set; }
    public bool IsTooLong { get; private set; }

    /// <summary>Digits so far as a number, without sign.</summary>
    public long Magnitude { get; private set; }

    public void Reset()
    {
        IsActive = false;
        Clear();
    }

    public void Begin(bool isNegative, int digit)
    {
        Clear();
        IsActive = true;
        IsNegative = isNegative;
        AddDigit(digit);
    }

    public void AddDigit(int digit)
    {
        if (IntegerDigits + FractionDigits >= MostDigits)
        {
            IsTooLong = true;
            return;
        }

        Magnitude = (Magnitude * 10) + digit;
        if (HasPoint) FractionDigits++;
        else
        {
            IntegerDigits++;
            if (IntegerDigits == 2 && Magnitude < 10) HasLeadingZero = true;
        }
    }

    public void AddPoint() => HasPoint = true;

    public void End() => IsActive = false;

    private void Clear()
    {
        IsNegative = HasPoint = HasLeadingZero = IsTooLong = false;
        IntegerDigits = FractionDigits = 0;
        Magnitude = 0;
    }
}
