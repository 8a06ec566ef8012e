package dev.misstep.advise;

import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;
import dev.misstep.explain.ContextUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What people change between two builds, in the words of {@code profile --edit}: the likeliest first, at most {@link #MOST}. */
public final class TypicalEdits {
    private static final int MOST = 3;
    private static final Pattern ARGUMENT = Pattern.compile("(?i)^\\s*ARG\\s+(\\w+)");
    private static final Pattern NOT_CODE =
            Pattern.compile("(?:.*/)?(?:\\.[^/]*|licen[cs]e[^/]*|[^/]*\\.(?:md|txt|rst|png|jpg|svg|ico))");
    private static final Pattern LOCK =
            Pattern.compile("(?:.*/)?(?:.*[.-]lock(?:\\..*)?|.*requirements.*\\.txt|go\\.sum)");
    private final Project project;
    private final Set<String> files;

    /** @param files of the context, without directories and links */
    public TypicalEdits(Project project, Set<String> files) {
        this.project = project;
        this.files = Set.copyOf(files);
    }

    /** Of a source. */
    public List<String> ofSources() {
        return sources(project.use().selections());
    }

    /** What a finding is about: a build after such an edit is the one it saves time in. Of a source, if nothing else. */
    public List<String> of(Finding finding) {
        List<String> own = switch (finding.rule()) {
            case COPY_BEFORE_INSTALL -> sources(above(finding));
            case CACHE_MOUNT -> manifests(finding);
            case CONTEXT_TOO_WIDE -> ignored(finding);
            case VOLATILE_ARG -> argument(finding);
            default -> List.of();
        };
        return own.isEmpty() ? ofSources() : own;
    }

    private List<String> sources(List<ContextUse.Selection> selections) {
        Predicate<String> source = path -> !PackageManager.MANIFESTS.contains(name(path))
                && !LOCK.matcher(path).matches()
                && !isTool(path)
                && !name(path).toLowerCase(Locale.ROOT).contains("dockerfile")
                && !name(path).endsWith(".dockerignore");
        return taken(selections).filter(source).sorted(oftenFirst()).limit(MOST).toList();
    }

    private static boolean isTool(String path) {
        return Stream.of(path.split("/")).anyMatch(ContextTooWide::isOfTools);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Stream<String> taken(List<ContextUse.Selection> selections) {
        Set<String> taken = new TreeSet<>();
        selections.forEach(selection -> taken.addAll(selection.paths()));
        return taken.stream().filter(files::contains);
    }

    private Comparator<String> oftenFirst() {
        return Comparator.comparing((String path) -> -project.changing(Set.of(path)))
                .thenComparing(
                        path -> NOT_CODE.matcher(path.toLowerCase(Locale.ROOT)).matches())
                .thenComparing(Comparator.naturalOrder());
    }

    /** What the instructions above it, in its stage, take. */
    private List<ContextUse.Selection> above(Finding finding) {
        int line = line(finding);
        int first = project.dockerfile().stages().stream()
                .flatMap(stage -> stage.instructions().stream().limit(1))
                .mapToInt(Instruction::line)
                .filter(begin -> begin <= line)
                .max()
                .orElse(1);
        return project.use().selections().stream()
                .filter(selection -> selection.line() >= first && selection.line() < line)
                .toList();
    }

    private static int line(Finding finding) {
        Integer line = finding.line();
        return line == null ? 0 : line;
    }

    private List<String> manifests(Finding finding) {
        List<String> names = new ArrayList<>();
        for (Stage stage : project.dockerfile().stages()) {
            for (Instruction instruction : stage.instructions()) {
                if (instruction.line() == line(finding)) {
                    RunText.of(instruction).commands().forEach(command -> {
                        PackageManager manager = PackageManager.of(command);
                        List<String> own = manager == null ? null : manager.manifests(command.words());
                        names.addAll(own == null ? List.of() : own);
                    });
                }
            }
        }
        List<String> edits = new ArrayList<>();
        for (String name : names) {
            taken(above(finding))
                    .filter(path -> path.equals(name) || path.endsWith("/" + name))
                    .filter(path -> !edits.contains(path))
                    .forEach(edits::add);
        }
        return edits.stream().limit(MOST).toList();
    }

    private List<String> ignored(Finding finding) {
        Set<String> names = ContextTooWide.ignoredBy(finding.patch());
        return taken(project.use().selections())
                .filter(path -> Stream.of(path.split("/")).anyMatch(names::contains))
                .limit(MOST)
                .toList();
    }

    private List<String> argument(Finding finding) {
        Matcher matcher = ARGUMENT.matcher(project.text().line(line(finding)));
        return matcher.find() ? List.of("arg:" + matcher.group(1)) : List.of();
    }
}
