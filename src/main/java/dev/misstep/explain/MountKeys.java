package dev.misstep.explain;

import dev.misstep.build.CleanPath;
import dev.misstep.build.GoBoolean;
import dev.misstep.dockerfile.Mount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the key of a RUN has of its mounts (dockerfile2llb/convert_runmount.go; client/llb/exec.go, Marshal;
 * solver/llbsolver/ops/exec.go, CacheMap): what they come to, however that is written.
 */
final class MountKeys {
    private static final String SCRATCH = "scratch";

    // "64m", "0.5 GiB"
    private static final Pattern SIZE =
            Pattern.compile("(\\d+(?:\\.\\d+)?) ?([kmgtp]?)(?:i?b)?", Pattern.CASE_INSENSITIVE);

    private static final Map<String, Integer> POWERS = Map.of("", 0, "k", 1, "m", 2, "g", 3, "t", 4, "p", 5);

    private final String directory;
    private final String namespace;
    private final boolean namesCaches;

    /** Whether a name is that of a stage or an image of which is known what it is. */
    private final Predicate<String> known;

    private final boolean places;

    /**
     * Of the mounts of one RUN.
     *
     * @param directory where it is carried out
     * @param namespace what the names of caches begin with
     * @param namesCaches see {@link BuilderRules#namesCaches}
     * @param places whether with where files are from, which is compared by what lies there
     */
    MountKeys(String directory, String namespace, boolean namesCaches, Predicate<String> known, boolean places) {
        this.directory = directory;
        this.namespace = namespace;
        this.namesCaches = namesCaches;
        this.known = known;
        this.places = places;
    }

    /** Those with files by where they appear, then secrets and sockets in the order in which they are written. */
    List<String> of(List<Mount> mounts) {
        SortedMap<String, String> files = new TreeMap<>();
        List<String> variables = new ArrayList<>();
        List<String> secrets = new ArrayList<>();
        List<String> sockets = new ArrayList<>();
        for (Mount mount : mounts) {
            switch (mount.type()) {
                case "secret" -> addSecret(mount, variables, secrets);
                case "ssh" -> sockets.add(socket(mount, sockets.size()));
                default -> files.merge(target(mount), ofFiles(mount), (one, other) -> one + "\n" + other);
            }
        }
        List<String> all = new ArrayList<>(files.values());
        all.addAll(variables);
        all.addAll(secrets);
        all.addAll(sockets);
        return all;
    }

    private String target(Mount mount) {
        return mount.target().startsWith("/")
                ? mount.target()
                : CleanPath.of((directory.startsWith("/") ? directory : "/" + directory) + "/" + mount.target());
    }

    private String ofFiles(Mount mount) {
        String whole = mount.type() + " " + target(mount) + (mount.isReadOnly() ? " ro" : " rw");
        return switch (mount.type()) {
            case "cache" -> whole + cache(mount) + (isEmpty(mount) ? "" : place(mount)) + owner(mount);
            case "tmpfs" -> whole + " " + bytes(mount.option("size"));
            default -> whole + place(mount);
        };
    }

    private static boolean isEmpty(Mount cache) {
        return cache.from() == null || SCRATCH.equals(cache.from());
    }

    private String place(Mount mount) {
        String from = mount.from();
        String named = from == null ? "" : known.test(from) ? " of a stage" : " of " + from;
        return places ? named + " at " + CleanPath.belowRoot(mount.source()) : "";
    }

    /**
     * Its name is there only where that is where it appears, so that to name a cache is one change, and to name it otherwise
     * is none (checkShouldClearCacheOpts).
     */
    private String cache(Mount mount) {
        String id = mount.option("id").isEmpty() ? CleanPath.of(mount.target()) : mount.option("id");
        String name = namespace + "/" + id;
        String target = target(mount);
        String sharing = mount.option("sharing").toLowerCase(Locale.ROOT);
        boolean shared = sharing.isEmpty() || sharing.equals("shared");
        boolean ofTarget =
                name.equals(target) || name.substring(name.indexOf('/') + 1).equals(target);
        return namesCaches
                ? " " + name + " " + (shared ? "shared" : sharing)
                : shared && ofTarget ? " " + name : " any";
    }

    /** It has those of the files where there are some; else those that are set, and the rest as usual. */
    private static String owner(Mount cache) {
        boolean set = cache.options().containsKey("uid")
                || cache.options().containsKey("gid")
                || cache.options().containsKey("mode");
        boolean files = !CleanPath.belowRoot(cache.source()).isEmpty();
        return set && !files ? owner(cache, "755") : "";
    }

    private static String owner(Mount mount, String mode) {
        return " " + number(mount.option("uid"), 10, "0")
                + ":" + number(mount.option("gid"), 10, "0")
                + " " + number(mount.option("mode"), 8, mode);
    }

    private static String number(String text, int radix, String usual) {
        try {
            return Long.toString(Long.parseLong(text.isEmpty() ? usual : text, radix), radix);
        } catch (NumberFormatException e) {
            return text; // the builder refuses it
        }
    }

    private static void addSecret(Mount mount, List<String> variables, List<String> secrets) {
        String target = mount.target();
        String named = mount.source().isEmpty() ? mount.option("id") : mount.source();
        String id = named.isEmpty() ? last(target) : named;
        String need = GoBoolean.isTrue(mount.option("required")) ? " needed" : "";
        boolean variable = mount.options().containsKey("env");
        if (variable) {
            variables.add("secret " + id + " in " + mount.option("env") + need);
        }
        if (!variable || !target.isEmpty()) {
            String file = target.isEmpty() ? "/run/secrets/" + last(id) : target;
            secrets.add("secret " + id + " at " + file + owner(mount, "400") + need);
        }
    }

    private static String last(String path) {
        String clean = CleanPath.of(path);
        return clean.substring(clean.lastIndexOf('/') + 1);
    }

    private static String socket(Mount mount, int index) {
        String target = mount.target().isEmpty() ? "/run/buildkit/ssh_agent." + index : mount.target();
        String need = GoBoolean.isTrue(mount.option("required")) ? " needed" : "";
        return "ssh " + mount.option("id") + " at " + target + owner(mount, "600") + need;
    }

    /** As {@code 64m} of docker/go-units is read. */
    private static String bytes(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            return size.isEmpty() ? "0" : size;
        }
        int power = POWERS.getOrDefault(matcher.group(2).toLowerCase(Locale.ROOT), 0);
        return new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(1024).pow(power))
                .toBigInteger()
                .toString();
    }
}
