package dev.misstep.log.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Opens saved bytes: unpacks what is compressed, walks archives member by member, converts UTF-16. All of it is found by
 * content. Plain text passes through as it is.
 */
public final class LogSource {
    private final Budget budget;
    private final Members members;
    /** Members of which something was said: more would only be what follows from it. */
    private final Set<String> remarked = new HashSet<>();

    private LogSource(Limits limits, Members members) {
        this.budget = new Budget(limits);
        this.members = members;
    }

    /**
     * Tells what a file holds.
     *
     * @param name what it is called
     * @param in its bytes; not closed
     * @throws IOException if they cannot be read; never for what they say
     */
    public static void read(String name, InputStream in, Members members) throws IOException {
        read(name, in, Limits.DEFAULT, members);
    }

    static void read(String name, InputStream in, Limits limits, Members members) throws IOException {
        new LogSource(limits, members).open(name, in, new Depth(0, 0));
    }

    /**
     * How deep in something else bytes lie.
     *
     * @param archives within how many archives
     * @param layers within how many archives and compressions
     */
    private record Depth(int archives, int layers) {
        Depth compressed() {
            return new Depth(archives, layers + 1);
        }

        Depth archived() {
            return new Depth(archives + 1, layers + 1);
        }
    }

    private void open(String name, InputStream in, Depth depth) throws IOException {
        Head bytes = new Head(in);
        Packing packing = bytes.packing();
        Limits limits = budget.limits;
        boolean archive = packing == Packing.ZIP || packing == Packing.TAR;
        if ((packing.isCompression() && depth.layers() == limits.layers())
                || (archive && (depth.archives() == limits.archives() || depth.layers() == limits.layers()))) {
            remark(name, "is packed too often within itself; unpack it first");
        } else if (packing.isCompression()) {
            try (InputStream inflated = Inflated.of(packing, bytes, budget, message -> remark(name, message))) {
                open(name, inflated, depth.compressed());
            }
        } else if (packing == Packing.ZIP) {
            zip(name, bytes, depth.archived());
        } else if (packing == Packing.TAR) {
            tar(name, bytes, depth.archived());
        } else if (packing == Packing.EMPTY_ZIP) {
            remark(name, "is an empty archive");
        } else if (packing.isForeign()) {
            remark(name, "is packed with " + packing.label() + ", which Misstep does not read; unpack it first");
        } else {
            Charset charset = packing.charset();
            members.text(name, depth.archives() > 0, charset == null ? bytes : new Utf16(bytes, charset));
        }
    }

    private void zip(String name, InputStream in, Depth depth) throws IOException {
        try (Spool spool = new Spool(budget.limits.spooled())) {
            if (!spool.append(in, Long.MAX_VALUE)) {
                remark(name, "is larger than " + Budget.size(budget.limits.spooled()) + "; it was read up to there");
            }
            ZipArchive zip;
            try {
                zip = ZipArchive.open(spool);
            } catch (IOException e) {
                remark(
                        name,
                        "is cut off or damaged, and its directory is lost; its members were read as far as they go");
                salvage(name, spool, depth);
                return;
            }
            try (zip) {
                for (ZipArchiveEntry file : zip.files()) {
                    if (!mayGoOn(name)) {
                        return;
                    }
                    member(name, file, depth, () -> zip.open(file), file.getCompressedSize(), file.getCrc());
                }
                if (zip.files().isEmpty()) {
                    remark(name, "is an empty archive");
                }
            }
        }
    }

    /** Reads the members of a zip archive one after another, without its directory. */
    private void salvage(String name, Spool spool, Depth depth) throws IOException {
        try (ZipArchiveInputStream zip = new ZipArchiveInputStream(spool.part(0, spool.size()), "UTF-8", true, false)) {
            for (ZipArchiveEntry file = next(zip); file != null && mayGoOn(name); file = next(zip)) {
                if (!file.isDirectory()) {
                    member(name, file, depth, () -> new Packed(zip), spool.size(), Inflated.NO_CHECKSUM);
                }
            }
        }
    }

    private static @Nullable ZipArchiveEntry next(ZipArchiveInputStream zip) {
        try {
            return zip.getNextEntry();
        } catch (IOException | RuntimeException e) {
            return null; // where the damage is
        }
    }

    private void member(
            String archive, ZipArchiveEntry file, Depth depth, Inflated.Opening opening, long packed, long checksum)
            throws IOException {
        String name = archive + "/" + file.getName();
        noteClimbing(name, file.getName());
        String obstacle = ZipArchive.obstacle(file);
        if (obstacle != null) {
            remark(name, obstacle);
            return;
        }
        try (InputStream content =
                Inflated.ofMember(opening, packed, checksum, budget, message -> remark(name, message))) {
            open(name, content, depth);
        }
    }

    private void tar(String name, InputStream in, Depth depth) throws IOException {
        TarArchive.Remarks remarks = (member, message) -> remark(member == null ? name : name + "/" + member, message);
        try (TarArchive tar = TarArchive.read(in, budget, remarks)) {
            Optional<String> folder = tar.layoutFolder();
            if (folder.isPresent()) {
                members.layout(name, tar.layout(folder.get()));
            }
            for (TarArchive.File file : tar.files()) {
                if (folder.isEmpty() || !file.name().startsWith(folder.get())) {
                    String member = name + "/" + file.name();
                    noteClimbing(member, file.name());
                    open(member, tar.open(file), depth);
                }
            }
            if (tar.files().isEmpty()) {
                remark(name, "is an empty archive");
            }
        }
    }

    private boolean mayGoOn(String archive) {
        if (budget.isSpent()) {
            return false; // which the member said that used up the rest
        }
        if (!budget.takeMember()) {
            remark(archive, "has more than " + budget.limits.members() + " members; the rest was left out");
            return false;
        }
        return true;
    }

    private void noteClimbing(String member, String path) {
        String slashed = path.replace('\\', '/').toLowerCase(Locale.ROOT);
        boolean absolute = slashed.startsWith("/") || slashed.matches("(?s)[a-z]:.*");
        if (absolute || ("/" + slashed + "/").contains("/../")) {
            members.remark(new Remark(member, "has a name that leads out of the archive; it was read all the same"));
        }
    }

    private void remark(String member, String message) {
        if (remarked.add(member)) {
            members.remark(new Remark(member, message));
        }
    }
}
