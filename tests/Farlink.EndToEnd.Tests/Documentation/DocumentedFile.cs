namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>A configuration that a page shows under its name: the reader writes it.</summary>
/// <param name="Page">The page, from the repository's root.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Section">The heading above it.</param>
/// <param name="Name">Its file name.</param>
/// <param name="Text">What is in it.</param>
internal sealed record DocumentedFile(string Page, int Line, string Section, string Name, string Text)
    : DocumentedStep(Page, Line, Section);
