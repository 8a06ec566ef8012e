package dev.misstep.log;

import java.util.List;
import java.util.Map;

/**
 * Status messages that are kept until it is known whose they are.
 *
 * @param messages the messages; the first of them is what was known before
 * @param lines the source's line of each
 * @param words last words on builds
 * @param told output lines and downloads, by digest
 * @param isFull whether there were more messages than are here
 */
record KeptMessages(
        List<SolveStatus> messages,
        List<Long> lines,
        List<LastWord> words,
        Map<String, VertexNotes> told,
        boolean isFull) {}
