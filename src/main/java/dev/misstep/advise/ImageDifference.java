package dev.misstep.advise;

import dev.misstep.build.BuiltImage;
import dev.misstep.build.ImageEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One respect in which an image differs from another.
 *
 * @param what a path, or the name of a setting as {@code Env PATH}; never a value
 */
public record ImageDifference(String what, Change change) implements Comparable<ImageDifference> {
    /** In which respect. */
    public enum Change {
        ADDED,
        REMOVED,
        /** It was a file and is a directory, or the like. */
        TYPE,
        /** What a file holds, or where a link leads. */
        CONTENT,
        MODE,
        OWNER,
        ATTRIBUTES,
        /** A setting of the image is there, is not there, or has another value. */
        SETTING;

        /** The name in reports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** All there are, settings first, then by path; times are not looked at. */
    public static List<ImageDifference> between(BuiltImage before, BuiltImage after) {
        List<ImageDifference> differences = new ArrayList<>();
        settings(before.settings(), after.settings(), differences);
        SortedMap<String, ImageEntry> paths = new TreeMap<>(before.files());
        paths.putAll(after.files());
        for (String path : paths.keySet()) {
            ImageEntry then = before.files().get(path);
            ImageEntry now = after.files().get(path);
            if (then == null) {
                differences.add(new ImageDifference(path, Change.ADDED));
            } else if (now == null) {
                differences.add(new ImageDifference(path, Change.REMOVED));
            } else if (!then.equals(now)) {
                of(path, then, now, differences);
            }
        }
        return Collections.unmodifiableList(differences);
    }

    private static void settings(
            SortedMap<String, String> before, SortedMap<String, String> after, List<ImageDifference> differences) {
        SortedMap<String, String> names = new TreeMap<>(before);
        names.putAll(after);
        names.keySet().stream()
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .forEach(name -> differences.add(new ImageDifference(name, Change.SETTING)));
    }

    private static void of(String path, ImageEntry then, ImageEntry now, List<ImageDifference> differences) {
        if (then.kind() != now.kind()) {
            differences.add(new ImageDifference(path, Change.TYPE));
            return;
        }
        if (!Objects.equals(then.content(), now.content())) {
            differences.add(new ImageDifference(path, Change.CONTENT));
        }
        if (then.mode() != now.mode()) {
            differences.add(new ImageDifference(path, Change.MODE));
        }
        if (then.owner() != now.owner() || then.group() != now.group()) {
            differences.add(new ImageDifference(path, Change.OWNER));
        }
        if (!then.attributes().equals(now.attributes())) {
            differences.add(new ImageDifference(path, Change.ATTRIBUTES));
        }
    }

    /** The directory it lies in; empty at the root, and for a setting. */
    String directory() {
        return what.substring(0, Math.max(0, what.lastIndexOf('/')));
    }

    /** {@code content of /app/x}. */
    public String sentence() {
        return switch (change) {
            case ADDED -> what + " is new";
            case REMOVED -> what + " is gone";
            case SETTING -> "another value of " + what;
            default -> "another " + change.label().replace("attributes", "set of attributes") + " of " + what;
        };
    }

    @Override
    public int compareTo(ImageDifference other) {
        return Comparator.comparing(ImageDifference::what)
                .thenComparing(ImageDifference::change)
                .compare(this, other);
    }
}
