package dev.misstep.engine.http2;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection: bytes that come and bytes that go. One thread may read while another writes. */
public interface Duplex extends Closeable {
    InputStream in();

    OutputStream out();
}
