package io.pawstream.runtime.files.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes and checks directories that only this user may write. Any thread. */
final class PrivateDirectory {
  private static final Set<PosixFilePermission> OWNER_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");

  private PrivateDirectory() {}

  /** Attributes for a new directory (0700); none where the file system has no such permissions. */
  static FileAttribute<?>[] directoryAttributes(Path path) {
    return attributes(path, OWNER_DIRECTORY);
  }

  /** Attributes for a new file (0600); none where the file system has no such permissions. */
  static FileAttribute<?>[] fileAttributes(Path path) {
    return attributes(path, OWNER_FILE);
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return posix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /**
   * Makes the directory if it is not there, else checks that nobody else can change what lies in
   * it. A directory owned by root is accepted, so that an image may bring a filled one.
   *
   * @throws ContentStoreException it is a link or no directory, or others own it or may write it
   * @throws IOException it is not there and cannot be made
   */
  static void require(Path directory, String cure) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(directory, directoryAttributes(directory));
    }
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new ContentStoreException(
          "a private directory must be a directory and no link: directory=%s; %s"
              .formatted(directory, cure));
    }
    if (!posix(directory)) {
      return;
    }
    PosixFileAttributes attributes =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new ContentStoreException(
          "a private directory must be writable by its owner alone:"
              + " directory=%s, permissions=%s; remove the others' permission, or %s"
                  .formatted(directory, PosixFilePermissions.toString(permissions), cure));
    }
    String owner = attributes.owner().getName();
    String user = ProcessHandle.current().info().user().orElse(owner);
    if (!owner.equals(user) && !owner.equals("root")) {
      throw new ContentStoreException(
          "a private directory must belong to the user of this process:"
              + " directory=%s, owner=%s, user=%s; %s".formatted(directory, owner, user, cure));
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
