package dev.misstep.log.source;

import java.io.IOException;
import java.io.InputStream;

/** Hears what saved bytes hold, member by member. A file that is no archive is its own only member. */
public interface Members {
    /**
     * A text.
     *
     * @param name the file's name; in an archive {@code ci.zip/build/6_Build.txt}
     * @param archived whether it lay in an archive
     * @param content its bytes, unpacked and in UTF-8; to be read now, closed by the caller
     */
    void text(String name, boolean archived, InputStream content) throws IOException;

    /**
     * An OCI image layout, the form of a {@code .dockerbuild} file.
     *
     * @param name the archive's name
     * @param layout its files; to be read now
     */
    void layout(String name, OciLayout layout) throws IOException;

    /** Something was left out. */
    void remark(Remark remark);
}
