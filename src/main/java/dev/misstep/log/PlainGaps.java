package dev.misstep.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is missing from a plain log, as far as the display's own rules show it: it prints a group's header before its
 * events, leaves an open group with {@code #7 ...} only, and from BuildKit 0.10 on numbers groups as it prints them, so
 * that there are no gaps (progressui/printer.go).
 */
final class PlainGaps {
    private final BuildDraft draft;
    private final OddLines odd = new OddLines();
    /** Groups that were open when another began, and where that one did. */
    private final Map<String, LogPlace> leftOpen = new LinkedHashMap<>();

    private boolean sequential;
    private boolean told;

    private record LogPlace(long line, String id) {}

    PlainGaps(BuildDraft draft) {
        this.draft = draft;
    }

    /** The display is one that numbers groups as it prints them: it said {@code #0 building with} or {@code WARN: }. */
    void numbersAsItPrints() {
        sequential = true;
    }

    void noHeader(String id, long line) {
        odd.add(
                OddLines.Kind.NO_HEADER,
                line,
                "the group of #" + id + " has no header: lines before this one are missing");
    }

    void notOpen(String id, long line) {
        odd.add(OddLines.Kind.NOT_OPEN, line, "this line is of #" + id + ", whose group is not open here");
    }

    /** That group was open when another began. */
    void leftOpen(VertexNotes open, String next, long line) {
        if (leftOpen.size() < BuildDraft.MAX_VERTICES) {
            leftOpen.put(open.id, new LogPlace(line, next));
        }
    }

    /** Its marks were taken from it, so that it may seem to have no end. */
    void withheld(String id) {
        leftOpen.remove(id);
    }

    /** The log is over. */
    void tell() {
        if (told) {
            return;
        }
        told = true;
        if (sequential) {
            numbersLeftOut();
        } else {
            beginning();
        }
        odd.tell(draft);
        leftOpen.forEach((id, place) -> {
            VertexNotes notes = draft.vertices.get(id);
            if (notes != null && notes.marks.isEmpty()) {
                draft.diagnose(
                        place.line(), "#" + place.id() + " begins while #" + id + " is open: its end is missing");
            }
        });
    }

    private void numbersLeftOut() {
        if (draft.vertices.size() >= BuildDraft.MAX_VERTICES) {
            return;
        }
        TreeMap<Integer, VertexNotes> numbers = new TreeMap<>();
        draft.vertices.forEach((id, notes) -> numbers.put(Integer.valueOf(id), notes));
        int next = 1;
        for (Map.Entry<Integer, VertexNotes> entry : numbers.entrySet()) {
            int number = entry.getKey();
            if (number == next + 1) {
                draft.diagnose(entry.getValue().line, "#" + next + " is missing");
            } else if (number > next) {
                draft.diagnose(entry.getValue().line, "#" + next + " to #" + (number - 1) + " are missing");
            }
            next = number + 1;
        }
    }

    /** Before a step of a Dockerfile can begin, the Dockerfile is read. */
    private void beginning() {
        VertexNotes first = null;
        boolean steps = false;
        for (VertexNotes notes : draft.vertices.values()) {
            String name = notes.name.text();
            if (name.contains("] load ") || name.startsWith("local://") || name.startsWith("git://")) {
                return;
            }
            first = first == null ? notes : first;
            steps |= notes.name.index() != null;
        }
        boolean headed = first != null && !first.name.text().equals("#" + first.id);
        if (first != null && steps && headed) {
            draft.diagnose(first.line, "the beginning of this build is missing: it has steps, but reads no Dockerfile");
        }
    }
}
