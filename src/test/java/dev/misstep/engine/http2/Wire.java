package dev.misstep.engine.http2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Two ends of a connection within this process; like a socket it takes a little ahead of its being read. */
public final class Wire {
    private static final int CAPACITY = 64 * 1024;

    private final Way there;
    private final Way back;

    private Wire(Way there, Way back) {
        this.there = there;
        this.back = back;
    }

    /** One that holds. */
    public static Wire whole() {
        return cut(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** One that is cut in both directions as soon as so many bytes have gone in one of them. */
    public static Wire cut(long afterThere, long afterBack) {
        Way there = new Way(afterThere);
        Way back = new Way(afterBack);
        there.other = back;
        back.other = there;
        return new Wire(there, back);
    }

    /** The end whose output is counted as {@code there}. */
    public Duplex left() {
        return new End(back, there);
    }

    public Duplex right() {
        return new End(there, back);
    }

    /** What has gone from the left to the right. */
    public byte[] sentThere() {
        return there.kept();
    }

    /** What has gone from the right to the left. */
    public byte[] sentBack() {
        return back.kept();
    }

    private record End(Way from, Way to) implements Duplex {
        @Override
        public InputStream in() {
            return new BlockInput() {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    return length == 0 ? 0 : from.read(bytes, offset, length);
                }
            };
        }

        @Override
        public OutputStream out() {
            return new BlockOutput() {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    to.write(bytes, offset, length);
                }
            };
        }

        @Override
        public void close() {
            to.end();
            from.end();
        }
    }

    private static final class Way {
        private final byte[] buffer = new byte[CAPACITY];
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final long most;
        private long written;
        private long read;
        private boolean ended;
        private Way other = this;

        Way(long most) {
            this.most = most;
        }

        void write(byte[] bytes, int offset, int length) throws IOException {
            for (int sent = 0; sent < length; ) {
                sent += some(bytes, offset + sent, length - sent);
                if (isCut()) {
                    end();
                    other.end();
                }
            }
        }

        private synchronized int some(byte[] bytes, int offset, int length) throws IOException {
            while (!ended && written - read == CAPACITY) {
                await();
            }
            if (ended) {
                throw new IOException("broken pipe");
            }
            int count = (int) Math.min(Math.min(length, CAPACITY - (written - read)), most - written);
            for (int i = 0; i < count; i++) {
                buffer[(int) ((written + i) % CAPACITY)] = bytes[offset + i];
            }
            if (kept.size() < CAPACITY) {
                kept.write(bytes, offset, count);
            }
            written += count;
            notifyAll();
            return count;
        }

        private synchronized boolean isCut() {
            return written == most;
        }

        synchronized int read(byte[] bytes, int offset, int length) throws IOException {
            while (!ended && written == read) {
                await();
            }
            if (written == read) {
                return -1;
            }
            int count = (int) Math.min(length, written - read);
            for (int i = 0; i < count; i++) {
                bytes[offset + i] = buffer[(int) ((read + i) % CAPACITY)];
            }
            read += count;
            notifyAll();
            return count;
        }

        synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized byte[] kept() {
            return kept.toByteArray();
        }

        private void await() throws IOException {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
