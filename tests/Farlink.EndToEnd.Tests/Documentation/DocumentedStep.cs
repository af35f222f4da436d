namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>Something that a reader of a page does, at its place.</summary>
/// <param name="Page">The page, from the repository's root.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Section">The heading above it.</param>
internal abstract record DocumentedStep(string Page, int Line, string Section);
