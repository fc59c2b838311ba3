package kpipe.runtime.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in plain words what a disk did not do, on which path, and why. */
final class DiskFailures {

    private DiskFailures() {}

    /** @param what such as {@code cannot read} */
    static IOException failure(String what, String path, IOException cause) {
        boolean noFolder = cause instanceof NoSuchFileException && what.equals("cannot write");
        String reason = noFolder ? "its folder does not exist and cannot be made" : reason(cause);
        return new IOException(what + " `" + path + "`: " + reason, cause);
    }

    static IOException failure(String what, String path, String reason) {
        return new IOException(what + " `" + path + "`: " + reason);
    }

    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NotDirectoryException) {
            return "a part of the path is not a directory";
        }
        if (cause instanceof DirectoryNotEmptyException) {
            return "the directory is not empty";
        }
        @Nullable String said = cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
        return said == null || said.isBlank() ? "the system gives no reason" : plain(said);
    }

    private static String plain(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left")) {
            return "no space left on the disk";
        }
        if (lower.contains("is a directory")) {
            return "it is a directory";
        }
        if (lower.contains("not a directory")) {
            return "a part of the path is not a directory";
        }
        if (lower.contains("no such file")) {
            return "it does not exist";
        }
        if (lower.contains("permission denied")) {
            return "permission denied";
        }
        if (lower.contains("read-only file system")) {
            return "the file system is read-only";
        }
        if (lower.contains("too many open files")) {
            return "too many files are open";
        }
        if (lower.contains("file name too long")) {
            return "the file name is too long";
        }
        return lower;
    }
}
