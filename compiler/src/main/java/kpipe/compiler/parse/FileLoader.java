package kpipe.compiler.parse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import kpipe.compiler.source.SourceFile;

/** Files on the disk, in UTF-8. An IMPORT is relative to the file that holds it. */
public final class FileLoader implements SourceLoader {
    /** A loader for the files of this machine. */
    public FileLoader() {}

    @Override
    public String resolve(String path, String importing) {
        try {
            Path directory = Path.of(importing).getParent();
            Path wanted = Path.of(path);
            return (directory == null ? wanted : directory.resolve(wanted))
                    .normalize()
                    .toString();
        } catch (InvalidPathException noPath) {
            return path;
        }
    }

    @Override
    public SourceFile load(String name) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(Path.of(name));
        } catch (InvalidPathException noPath) {
            throw new IOException(noPath);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new SourceFile(name, text);
        } catch (CharacterCodingException notUtf8) {
            throw new NotTextException(notUtf8);
        }
    }

    /** Says that a file holds bytes that are no UTF-8. */
    static final class NotTextException extends IOException {
        private static final long serialVersionUID = 1L;

        NotTextException(CharacterCodingException cause) {
            super(cause);
        }
    }
}
