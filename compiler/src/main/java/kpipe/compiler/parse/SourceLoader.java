package kpipe.compiler.parse;

import java.io.IOException;
import kpipe.compiler.source.SourceFile;

/** Where the files of a program come from: the disk, or an editor's buffers. */
public interface SourceLoader {
    /**
     * Which file an IMPORT means.
     *
     * @param path as written
     * @param importing the name of the file that holds the IMPORT
     * @return the name by which {@link #load} finds it; one file has one name, however it is reached
     */
    String resolve(String path, String importing);

    /** Reads a file; throws {@link java.nio.file.NoSuchFileException} if there is none of that name. */
    SourceFile load(String name) throws IOException;
}
