namespace Farlink.Dashboard.Api;

/// <summary>A request cannot be answered. The message says what is wrong, where, and what to do.</summary>
internal sealed class ApiException(int status, string message) : Exception(message)
{
    public int Status => status;

    public static ApiException BadRequest(string message) => new(400, message);

    public static ApiException NotFound(string message) => new(404, message);
}
