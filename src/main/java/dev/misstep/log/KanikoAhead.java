package dev.misstep.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What kaniko says of a stage's steps before the first of them: which the cache has, by their texts, in order. Each is
 * printed later; where one is not, or what was said of one is damaged, a step of which no more is told has no status.
 */
final class KanikoAhead {
    /** How many announcements are kept of a stage. */
    private static final int MAX_ANNOUNCED = 20_000;

    // halves, so that damage in one place leaves one of them
    private static final List<String> ANNOUNCED =
            List.of("Using caching ", "version of cmd: ", "No cached layer ", "found for cmd ");
    private static final List<String> FOUND = List.of("Found cached layer, ", "extracting to filesystem");

    /**
     * What was said of a step.
     *
     * @param place among what was said of the stage's steps, which come in that order
     */
    private record Announced(int place, boolean hit) {}

    private final Map<String, Deque<Announced>> steps = new HashMap<>();
    private int announced;
    private int taken;
    private boolean damaged;
    /** Steps of the stage of which nothing is told but what was announced, or nothing at all. */
    private final List<VertexNotes> bare = new ArrayList<>();
    /** Those that were announced as hits. */
    private final List<VertexNotes> unfound = new ArrayList<>();
    /** Whether a step of the stage was unpacked, or ran on what is above it. */
    private boolean unpacked;

    /** Whether a line, of which kaniko's part cannot be read, was such an announcement. */
    static boolean isAnnouncement(String text) {
        return ANNOUNCED.stream().anyMatch(text::contains);
    }

    /** Whether a line, of which kaniko's part cannot be read, told that the layer of a step was found. */
    static boolean isFound(String text) {
        return FOUND.stream().anyMatch(text::contains);
    }

    void announce(String command, boolean hit) {
        if (announced < MAX_ANNOUNCED) {
            steps.computeIfAbsent(command, key -> new ArrayDeque<>()).add(new Announced(announced, hit));
            announced++;
        }
    }

    /** An announcement cannot be read. */
    void damage() {
        damaged = true;
    }

    boolean isEmpty() {
        return announced == 0;
    }

    /** Whether the next step of that text was announced as a hit, which is used up then. */
    boolean takeHit(String command) {
        Deque<Announced> same = steps.get(command);
        Announced told = same == null ? null : same.poll();
        damaged |= told != null && told.place != taken;
        taken += told == null ? 0 : 1;
        return told != null && told.hit;
    }

    boolean hasMore(String command) {
        Deque<Announced> told = steps.get(command);
        return told != null && !told.isEmpty();
    }

    /** A step of the stage is over. */
    void over(KanikoStep step) {
        unpacked |= step.needsFiles();
        if (step.isBare()) {
            bare.add(step.notes);
        }
        if (step.isBare() && step.isHit()) {
            unfound.add(step.notes);
        }
    }

    /** Steps whose status is not told as far as the stage goes: hits whose layers it needs and that were not found, too. */
    List<VertexNotes> untold() {
        List<VertexNotes> untold = damaged ? List.copyOf(bare) : unpacked ? List.copyOf(unfound) : List.of();
        bare.removeAll(untold);
        unfound.clear();
        return untold;
    }

    /** The stage is over; returns the steps whose status is not told, because announcements and steps do not agree. */
    List<VertexNotes> end() {
        boolean missing = damaged || taken < announced;
        List<VertexNotes> untold = missing ? List.copyOf(bare) : untold();
        clear();
        return untold;
    }

    /** What was announced is announced again. */
    void clear() {
        steps.clear();
        announced = 0;
        taken = 0;
        damaged = false;
        bare.clear();
        unfound.clear();
        unpacked = false;
    }
}
