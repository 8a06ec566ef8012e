package dev.misstep.log;

import dev.misstep.build.LikeText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What damaged messages of a status stream make doubtful: the vertices that a broken one names, and those whose digest came
 * damaged, which it was as long as half of it is another's.
 */
final class StatusDamage {
    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})(?![0-9a-f])");

    private static final int HALF = 32;
    /** Digests kept of broken messages; where there are more, all is doubtful. */
    private static final int MAX_DIGESTS = 1_000;

    private final Set<String> named = new HashSet<>();
    /** Whether a broken message does not say which vertices it is about. */
    private boolean nameless;
    /** Whether anything that was read may be otherwise. */
    private boolean altered;

    /** Whether a line that begins like none may be a message, or a line of one. */
    static boolean mayBeMessage(String text) {
        return text.contains("sha256:") && (text.contains("\"digest\":") || text.contains("\"vertex\":"));
    }

    /** A message that cannot be read. */
    void broken(String text) {
        Matcher digest = DIGEST.matcher(text);
        boolean found = false;
        while (digest.find()) {
            found = true;
            if (named.size() < MAX_DIGESTS) {
                named.add(digest.group());
            } else {
                nameless = true;
            }
        }
        nameless |= !found;
    }

    /** Messages are missing, of which nothing is known. */
    void lost() {
        nameless = true;
    }

    /** Not all is as it was written, and what is not is not known. */
    void altered() {
        altered = true;
    }

    /** Takes back what may be otherwise, when all is read. */
    void settle(List<BuildDraft> drafts) {
        Map<String, List<VertexNotes>> byHalf = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (BuildDraft draft : drafts) {
            for (VertexNotes notes : draft.vertices.values()) {
                ids.add(notes.id);
                for (String half : halves(notes.id)) {
                    byHalf.computeIfAbsent(half, key -> new ArrayList<>()).add(notes);
                }
            }
            draft.strangers.forEach(stranger -> near(stranger, byHalf).forEach(notes -> doubt(notes, draft)));
            twins(draft);
        }
        boolean all = nameless || named.stream().anyMatch(digest -> !ids.contains(digest));
        if (!all && !altered && named.isEmpty()) {
            return;
        }
        for (BuildDraft draft : drafts) {
            for (VertexNotes notes : draft.vertices.values()) {
                if (altered) {
                    notes.doubt().ofWords();
                } else if (all || named.contains(notes.id)) {
                    mayLack(notes);
                }
            }
        }
    }

    private static void twins(BuildDraft draft) {
        Map<String, VertexNotes> seen = new HashMap<>();
        for (VertexNotes notes : draft.vertices.values()) {
            for (String half : halves(notes.id)) {
                VertexNotes other = seen.putIfAbsent(half + notes.name.text().hashCode(), notes);
                if (other != null && LikeText.is(other.id, notes.id)) {
                    doubt(notes, draft);
                    doubt(other, draft);
                }
            }
        }
    }

    private static List<VertexNotes> near(String digest, Map<String, List<VertexNotes>> byHalf) {
        return halves(digest).stream()
                .flatMap(half -> byHalf.getOrDefault(half, List.of()).stream())
                .filter(notes -> LikeText.is(notes.id, digest))
                .toList();
    }

    private static void doubt(VertexNotes notes, BuildDraft draft) {
        notes.doubt().ofWords();
        draft.diagnose(
                notes.line, "a digest is damaged that is like that of " + notes.name.text() + "; shown as unfinished");
    }

    private static void mayLack(VertexNotes notes) {
        notes.doubt().ofOutput();
        notes.doubt().ofTransfers();
        for (int i = 0; i <= notes.marks.size(); i++) {
            notes.doubt().lostWord(i);
        }
    }

    /** A digest's beginning and its end, of which damage leaves one. */
    private static List<String> halves(String digest) {
        int length = digest.length();
        return length < 2 * HALF
                ? List.of()
                : List.of("<" + digest.substring(0, HALF), ">" + digest.substring(length - HALF));
    }
}
