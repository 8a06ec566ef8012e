package dev.misstep.context;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a directory, in bytes: its digest, the number of names, and for each that, what it is and whether it has extended
 * attributes, its mode and their digest, of a file and a directory the size, times and inode, of a file the digest, of a link the
 * target. A digest that is not there is all zeros.
 */
final class KnownFolderBytes {
    private static final int DIGEST = 32;
    private static final String NO_DIGEST = "0".repeat(2 * DIGEST);
    /** The bytes a name takes at least. */
    private static final int SMALLEST = Integer.BYTES + 1 + Integer.BYTES;

    /** Added to the kind of what has attributes. */
    private static final int ATTRIBUTED = 0x40;

    private static final ContextEntry.Kind[] KINDS = ContextEntry.Kind.values();

    private KnownFolderBytes() {}

    static byte[] of(KnownFolder folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        write(out, folder.digest(), true);
        out.writeInt(folder.names().size());
        for (int i = 0; i < folder.names().size(); i++) {
            SnapshotEntry entry = folder.entries().get(i);
            write(out, folder.names().get(i));
            String attributes = entry.attributes();
            out.writeByte(entry.kind().ordinal() | (attributes == null ? 0 : ATTRIBUTED));
            out.writeInt(entry.mode());
            if (attributes != null) {
                write(out, attributes, false);
            }
            KnownFolder.State state = folder.states().get(i);
            if (state != null) {
                out.writeLong(state.size());
                out.writeLong(state.modified());
                out.writeLong(state.changed());
                out.writeLong(state.inode());
            }
            if (entry.kind() == ContextEntry.Kind.FILE) {
                write(out, entry.sha256(), false);
            } else if (entry.kind() == ContextEntry.Kind.SYMLINK) {
                write(out, String.valueOf(entry.linkTarget()));
            }
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, @Nullable String digest, boolean mayLack) throws IOException {
        if (digest == null && !mayLack) {
            throw new IllegalArgumentException("a file that was not read cannot be remembered");
        }
        out.write(HexFormat.of().parseHex(digest == null ? NO_DIGEST : digest));
    }

    static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(ByteBuffer in) {
        int length = in.getInt();
        String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    private static String digest(ByteBuffer in) {
        String digest = HexDigest.of(in.array(), in.position());
        in.position(in.position() + DIGEST);
        return digest;
    }

    static KnownFolder read(ByteBuffer in) {
        String digest = digest(in);
        int count = in.getInt();
        KnownFolder.Maker folder = new KnownFolder.Maker(Math.min(count, in.remaining() / SMALLEST));
        for (int i = 0; i < count; i++) {
            String name = text(in);
            int what = in.get();
            ContextEntry.Kind kind = KINDS[what & ~ATTRIBUTED];
            int mode = in.getInt();
            String attributes = (what & ATTRIBUTED) == 0 ? null : digest(in);
            KnownFolder.State state = KnownFolder.hasState(kind)
                    ? new KnownFolder.State(in.getLong(), in.getLong(), in.getLong(), in.getLong())
                    : null;
            boolean file = kind == ContextEntry.Kind.FILE;
            long size = file && state != null ? state.size() : 0;
            String sha256 = file ? digest(in) : null;
            String target = kind == ContextEntry.Kind.SYMLINK ? text(in) : null;
            folder.add(name, new SnapshotEntry(kind, mode, size, sha256, target, attributes), state);
        }
        return folder.made(digest.equals(NO_DIGEST) ? null : digest);
    }
}
