namespace Farlink.Mqtt.Access;

/// <summary>Whether there is a topic that two filters both match.</summary>
internal static class FilterOverlap
{
    public static bool Any(string left, string right)
    {
        left = WithoutGroup(left);
        if (left.StartsWith('$') != right.StartsWith('$')) return false;
        var leftLevels = left.Split('/');
        var rightLevels = right.Split('/');
        for (var i = 0; ; i++)
        {
            var leftLevel = i < leftLevels.Length ? leftLevels[i] : null;
            var rightLevel = i < rightLevels.Length ? rightLevels[i] : null;
            if (leftLevel == "#" || rightLevel == "#") return true;
            if (leftLevel is null || rightLevel is null) return leftLevel == rightLevel;
            if (leftLevel != "+" && rightLevel != "+" && leftLevel != rightLevel) return false;
        }
    }

    /// <summary>$share/GROUP/FILTER subscribes to FILTER (MQTT 5.0 §4.8.2).</summary>
    private static string WithoutGroup(string filter) =>
        filter.StartsWith("$share/", StringComparison.Ordinal) && filter.Split('/', 3) is [_, _, var inner] ? inner : filter;
}
