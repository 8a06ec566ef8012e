package dev.misstep.build;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The parts of an expression one behind the other, and what matches them. All ways to match are followed at once, as Go's
 * regexp does, so that a text costs no more than its length times that of the expression, whatever they are.
 */
final class Automaton {
    /** What stands at one place. */
    enum Kind {
        /** One character. */
        ONE,
        /** Any number of them. */
        MANY,
        /** Nothing; the parts that follow may be left out. */
        OPTIONAL,
        START,
        END,
        BOUNDARY,
        NO_BOUNDARY
    }

    private record Part(Kind kind, CharacterSet characters, int skipped) {}

    private final List<Part> parts = new ArrayList<>();

    /** Adds a part. */
    void add(Kind kind, CharacterSet characters) {
        parts.add(new Part(kind, characters, 0));
    }

    /** Has the last part, one character, match any number of them. */
    void repeatLast() {
        Part last = parts.remove(parts.size() - 1);
        add(Kind.MANY, last.characters);
    }

    /** How many parts there are. */
    int size() {
        return parts.size();
    }

    /** Lets all parts from that one on be left out. */
    void makeOptional(int first) {
        parts.add(first, new Part(Kind.OPTIONAL, CharacterSet.NONE, parts.size() - first));
    }

    /** Lets text stand in front that no START keeps away, and behind what no END does. */
    void searchAnywhere() {
        if (parts.isEmpty() || parts.get(0).kind != Kind.START) {
            parts.add(0, new Part(Kind.MANY, CharacterSet.ALL, 0));
        }
        if (parts.get(parts.size() - 1).kind != Kind.END) {
            add(Kind.MANY, CharacterSet.ALL);
        }
    }

    /** Whether the whole text matches all parts. */
    boolean matches(int... text) {
        BitSet places = new BitSet(parts.size() + 1);
        places.set(0);
        for (int i = 0; i < text.length && !places.isEmpty(); i++) {
            passFreely(text, i, places);
            places = passWith(text[i], places);
        }
        passFreely(text, text.length, places);
        return places.get(parts.size());
    }

    /** The places behind that character. */
    private BitSet passWith(int c, BitSet places) {
        BitSet behind = new BitSet(parts.size() + 1);
        for (int place = places.nextSetBit(0); place >= 0 && place < parts.size(); ) {
            Part part = parts.get(place);
            if (part.characters.has(c)) {
                behind.set(part.kind == Kind.MANY ? place : place + 1);
            }
            place = places.nextSetBit(place + 1);
        }
        return behind;
    }

    /** Adds the places that are reached without a character, all of which lie further on. */
    private void passFreely(int[] text, int i, BitSet places) {
        for (int place = places.nextSetBit(0); place >= 0 && place < parts.size(); ) {
            Part part = parts.get(place);
            if (isFree(part.kind, text, i)) {
                places.set(place + 1);
                places.set(place + 1 + part.skipped);
            }
            place = places.nextSetBit(place + 1);
        }
    }

    private static boolean isFree(Kind kind, int[] text, int i) {
        return switch (kind) {
            case ONE -> false;
            case MANY, OPTIONAL -> true;
            case START -> i == 0;
            case END -> i == text.length;
            case BOUNDARY -> isWord(text, i - 1) != isWord(text, i);
            case NO_BOUNDARY -> isWord(text, i - 1) == isWord(text, i);
        };
    }

    private static boolean isWord(int[] text, int i) {
        return i >= 0 && i < text.length && CharacterSet.WORD.has(text[i]);
    }
}
