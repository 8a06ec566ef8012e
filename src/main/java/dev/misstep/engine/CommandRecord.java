package dev.misstep.engine;

import dev.misstep.log.ReadLogs;
import dev.misstep.log.SavedLogs;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command wrote to its two streams, in the order in which it came, and when: in a file, since that may be much.
 * Where streams take turns they do so between lines, so that no line is torn. For one thread.
 */
public final class CommandRecord implements Closeable {
    /** So much is kept; no command that builds writes more. */
    public static final long MOST = 1L << 30;

    /** So much of a line is held back at most until the rest of it comes. */
    private static final int LONGEST_HELD = 1 << 20;

    private final FileChannel file;
    private final OutputStream text;
    private final long most;
    private final LineArrivals arrivals;
    private final List<Recorded> streams = new ArrayList<>();
    private @Nullable Recorded unended;
    private long size;
    private boolean cut;
    private @Nullable IOException failure;

    private CommandRecord(FileChannel file, InstantSource clock, long most) {
        this.file = file;
        this.text = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
        this.arrivals = new LineArrivals(clock);
        this.most = most;
    }

    /**
     * A new one.
     *
     * @param directory gets the file, which nobody else sees and which is gone with the record, or with the process
     * @param clock tells when lines come
     */
    public static CommandRecord in(Path directory, InstantSource clock) throws IOException {
        return in(directory, clock, MOST);
    }

    static CommandRecord in(Path directory, InstantSource clock, long most) throws IOException {
        Files.createDirectories(directory);
        Path path = Files.createTempFile(directory, "command", null);
        return new CommandRecord(
                FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE),
                clock,
                most);
    }

    /**
     * A stream of the command's.
     *
     * @param onwards gets all bytes at once, as they are; what goes wrong there is thrown
     */
    public OutputStream of(OutputStream onwards) {
        Recorded recorded = new Recorded(onwards);
        streams.add(recorded);
        return recorded;
    }

    /** Whether the end is missing, there being more than {@link #MOST}. */
    public boolean isCut() {
        return cut;
    }

    /** Why it could not be kept to its end, or {@code null}. */
    public @Nullable IOException failure() {
        return failure;
    }

    /**
     * The builds in it. To be asked when all is written.
     *
     * @param source what it is called in reports
     */
    public ReadLogs builds(String source) throws IOException {
        streams.forEach(Recorded::letGo);
        try {
            text.flush();
        } catch (IOException e) {
            failed(e);
        }
        file.position(0);
        return SavedLogs.readText(source, new BufferedInputStream(Channels.newInputStream(file), 1 << 16), arrivals);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void keep(Recorded from, byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        if (unended != null && unended != from) {
            write(new byte[] {'\n'}, 0, 1);
        }
        write(bytes, offset, length);
        unended = bytes[offset + length - 1] == '\n' ? null : from;
    }

    private void write(byte[] bytes, int offset, int length) {
        if (failure != null || cut) {
            return;
        }
        int room = (int) Math.min(length, most - size);
        cut = room < length;
        try {
            text.write(bytes, offset, room);
            size += room;
            arrivals.come(bytes, offset, room);
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        failure = failure == null ? e : failure;
    }

    /** Keeps whole lines, and holds back the beginning of one. */
    private final class Recorded extends OutputStream {
        private final OutputStream onwards;
        private byte[] held = new byte[256];
        private int heldLength;

        Recorded(OutputStream onwards) {
            this.onwards = onwards;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int lines = length;
            while (lines > 0 && bytes[offset + lines - 1] != '\n') {
                lines--;
            }
            if (lines > 0) {
                letGo();
                keep(this, bytes, offset, lines);
            }
            hold(bytes, offset + lines, length - lines);
            onwards.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            onwards.flush();
        }

        void letGo() {
            keep(this, held, 0, heldLength);
            heldLength = 0;
        }

        private void hold(byte[] bytes, int offset, int length) {
            if (heldLength + length > LONGEST_HELD) {
                letGo();
                keep(this, bytes, offset, length);
                return;
            }
            if (heldLength + length > held.length) {
                held = Arrays.copyOf(held, Math.max(2 * held.length, heldLength + length));
            }
            System.arraycopy(bytes, offset, held, heldLength, length);
            heldLength += length;
        }
    }
}
