package dev.misstep.advise;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import com.github.difflib.patch.PatchFailedException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A project as it would be, had it followed some findings.
 *
 * @param findings each with a patch; none for the project as it is
 * @param ignoreFile what patches call the ignore file; all others are of the Dockerfile
 */
public record Candidate(List<Finding> findings, String ignoreFile) {
    /** The project as it is. */
    public static final Candidate NONE = new Candidate(List.of(), "");

    public Candidate {
        findings = List.copyOf(findings);
        if (findings.stream().anyMatch(finding -> finding.patch() == null)) {
            throw new IllegalArgumentException("a finding without a patch");
        }
    }

    /** Whether the patches are the same ones, whatever is said of them. */
    public boolean changesTheSameAs(Candidate other) {
        return patches().equals(other.patches());
    }

    private List<String> patches() {
        return findings.stream().map(Finding::patch).map(String::valueOf).toList();
    }

    /** Whether the context would be another. */
    public boolean changesContext() {
        return findings.stream().anyMatch(this::isOfIgnoreFile);
    }

    /**
     * What decides a build besides its files.
     *
     * @param ignored the ignore file's text; {@code null} where there is none
     */
    public record Texts(String dockerfile, @Nullable String ignored) {}

    /** The same with all patches applied; empty where one of them does not fit. */
    public Optional<Texts> apply(Texts texts) {
        Texts now = texts;
        for (Finding finding : findings) {
            boolean ignoring = isOfIgnoreFile(finding);
            String patched = patched(ignoring ? now.ignored : now.dockerfile, String.valueOf(finding.patch()));
            if (patched == null) {
                return Optional.empty();
            }
            now = ignoring ? new Texts(now.dockerfile, patched) : new Texts(patched, now.ignored);
        }
        return Optional.of(now);
    }

    private boolean isOfIgnoreFile(Finding finding) {
        return ignoreFile.equals(finding.file());
    }

    /** Wherever its lines and those around them stand, but not where they read otherwise. */
    private static @Nullable String patched(@Nullable String text, String patch) {
        boolean made = patch.startsWith("--- /dev/null\n");
        if (made != (text == null)) {
            return null;
        }
        DockerfileText lines = DockerfileText.of("", text == null ? "" : text);
        Patch<String> parsed = UnifiedDiffUtils.parseUnifiedDiff(patch.lines().toList());
        try {
            return String.join("\n", parsed.applyFuzzy(text == null ? List.of() : lines.lines(), 0)) + "\n";
        } catch (PatchFailedException e) {
            return null;
        }
    }
}
