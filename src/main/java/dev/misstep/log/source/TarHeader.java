package dev.misstep.log.source;

/** The header of a tar archive's first member (POSIX ustar; GNU tar and the seventh edition differ in its magic only). */
final class TarHeader {
    private static final int SIZE = 512;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_END = 156;

    private TarHeader() {}

    /** Whether these bytes begin with a header whose checksum is right, which no text has by chance. */
    static boolean isValid(byte[] head) {
        if (head.length < SIZE || head[0] == 0) {
            return false;
        }
        int sum = 0;
        int told = 0;
        boolean any = false;
        for (int i = 0; i < SIZE; i++) {
            boolean within = i >= CHECKSUM && i < CHECKSUM_END;
            sum += within ? ' ' : head[i] & 0xFF;
            if (within && head[i] >= '0' && head[i] <= '7') {
                told = told * 8 + head[i] - '0';
                any = true;
            } else if (within && head[i] != 0 && head[i] != ' ') {
                return false;
            }
        }
        return any && told == sum;
    }
}
