package dev.misstep.log.source;

/**
 * Something a reader should know about saved bytes: what was left out, and why.
 *
 * @param member the file, or the member of an archive, that it is about
 * @param message a sentence about it without its subject, as in {@code is encrypted; unpack the archive first}
 */
public record Remark(String member, String message) {}
