package dev.misstep.advise;

import dev.misstep.advise.ImageDifference.Change;
import dev.misstep.build.BuiltImage;
import dev.misstep.build.ImageEntry;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What patches are meant to change in the image, each by its rule: lists that are no longer left behind, downloads that lie
 * in a mount, files that are no longer sent. All else must stay as it was.
 *
 * @param findings whose patches the image was built with
 * @param texts what the patched files hold, by the digest of what they held; an image may have a copy of them
 * @param dropped paths of the context that are no longer sent
 */
public record IntendedChange(List<Finding> findings, List<PatchedText> texts, Set<String> dropped) {
    private static final String LISTS = "/var/lib/apt/lists";
    private static final Pattern MOUNTED = Pattern.compile("(?m)^\\+.*--mount=type=cache,target=(\\S+)");
    private static final Set<Change> OF_MODULES =
            Set.of(Change.REMOVED, Change.CONTENT, Change.MODE, Change.OWNER, Change.TYPE);
    private static final String MODULES = "node_modules";
    private static final Pattern PACKAGE = Pattern.compile(".*/node_modules/(?:@[^/]+/)?[^./@][^/]*");

    /**
     * A file that a patch changes.
     *
     * @param before its SHA-256; {@code null} where there was none
     * @param after its SHA-256
     */
    public record PatchedText(@Nullable String before, String after) {}

    public IntendedChange {
        findings = List.copyOf(findings);
        texts = List.copyOf(texts);
        dropped = Set.copyOf(dropped);
    }

    /** Why a difference is one that was meant; {@code null} where it was not. */
    public @Nullable String reason(ImageDifference difference, BuiltImage before, BuiltImage after) {
        if (difference.change() == Change.SETTING) {
            return null;
        }
        ImageEntry then = before.files().get(difference.what());
        ImageEntry now = after.files().get(difference.what());
        if (isPatched(difference, then, now)) {
            return "a copy of the patched file";
        }
        for (Finding finding : findings) {
            String reason = of(finding, difference);
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    private boolean isPatched(ImageDifference difference, @Nullable ImageEntry then, @Nullable ImageEntry now) {
        return (difference.change() == Change.CONTENT || difference.change() == Change.ADDED)
                && now != null
                && texts.stream()
                        .anyMatch(text -> text.after().equals(now.content())
                                && Objects.equals(text.before(), then == null ? null : then.content()));
    }

    private @Nullable String of(Finding finding, ImageDifference difference) {
        String patch = Objects.requireNonNullElse(finding.patch(), "");
        return switch (finding.rule()) {
            case UNPINNED_INSTALL ->
                isBelow(difference.what(), LISTS) && difference.change() != Change.ADDED
                        ? "package lists are not kept"
                        : null;
            case CACHE_MOUNT ->
                mounted(patch).stream().anyMatch(target -> isMount(difference, target))
                        ? "downloads lie in the cache mount"
                        : null;
            case CONTEXT_TOO_WIDE ->
                isDropped(difference, ContextTooWide.ignoredBy(patch)) ? "it is no longer sent with the context" : null;
            default -> null;
        };
    }

    private static Set<String> mounted(String patch) {
        return MOUNTED.matcher(patch).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    private static boolean isBelow(String path, String directory) {
        return path.startsWith(directory + "/");
    }

    /** The place of a mount is no part of the image, nor are directories that are there for its sake alone. */
    private static boolean isMount(ImageDifference difference, String target) {
        boolean name = difference.change() == Change.ADDED || difference.change() == Change.REMOVED;
        return target.equals(difference.what())
                || (name && isBelow(target, difference.what()))
                || (difference.change() == Change.REMOVED && isBelow(difference.what(), target));
    }

    /** By the end of its path, as a COPY may put it anywhere. A package that is gone as a whole was not to go. */
    private boolean isDropped(ImageDifference difference, Set<String> names) {
        for (String name : names) {
            int at = (difference.what() + "/").indexOf("/" + name + "/");
            String below = at < 0 ? "" : difference.what().substring(at + 1);
            if (name.equals(MODULES) && dropped.contains(below)) {
                return OF_MODULES.contains(difference.change()) && !isPackage(difference);
            }
            if (!name.equals(MODULES) && at >= 0 && difference.change() == Change.REMOVED) {
                return dropped.contains(below) || dropped.stream().anyMatch(path -> path.endsWith("/" + below));
            }
        }
        return false;
    }

    // "/app/node_modules/left-pad", "/app/node_modules/@babel/core"; ".bin" and ".cache" are none
    private static boolean isPackage(ImageDifference difference) {
        return difference.change() == Change.REMOVED
                && PACKAGE.matcher(difference.what()).matches();
    }
}
