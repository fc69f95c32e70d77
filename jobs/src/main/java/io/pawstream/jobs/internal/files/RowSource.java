package io.pawstream.jobs.internal.files;

import io.pawstream.rows.RowSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.assigners.LocalityAwareSplitAssigner;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.ArrayResultIterator;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link FileRow}s in Flink's file source: a file is one split, which keeps the order of its
 * rows. Immutable, serializable.
 */
public final class RowSource implements BulkFormat<FileRow, FileSourceSplit> {
  private static final long serialVersionUID = 1L;

  /** Rows are handed over in parts of this size, of which Flink holds a few at a time. */
  private static final int MOST_ROWS = 128;

  private static final int MOST_CHARACTERS = 1 << 20;

  private final ArrayList<InputFile> files;
  private final RowSpec spec;

  private RowSource(List<InputFile> files, RowSpec spec) {
    this.files = new ArrayList<>(files);
    this.spec = spec;
  }

  /** A source of the rows of {@code files}. */
  public static FileSource<FileRow> of(List<InputFile> files, RowSpec spec) {
    Path[] paths = files.stream().map(RowSource::pathOf).toArray(Path[]::new);
    List<Long> sizes = files.stream().map(InputFile::size).toList();
    return FileSource.forBulkFileFormat(new RowSource(files, spec), paths)
        .setFileEnumerator(new InOrder(sizes))
        .setSplitAssigner(LocalityAwareSplitAssigner::new)
        .build();
  }

  private static Path pathOf(InputFile file) {
    return Path.fromLocalFile(file.path().toFile());
  }

  @Override
  public Reader<FileRow> createReader(Configuration configuration, FileSourceSplit split)
      throws IOException {
    int index = Integer.parseInt(split.splitId());
    FileRows rows = FileRows.open(files.get(index), index, spec);
    return new Reader<>() {
      @Override
      public @Nullable RecordIterator<FileRow> readBatch() throws IOException {
        List<FileRow> batch = new ArrayList<>(MOST_ROWS);
        long characters = 0;
        while (batch.size() < MOST_ROWS && characters < MOST_CHARACTERS) {
          FileRow row = rows.next();
          if (row == null) {
            break;
          }
          characters +=
              row.row().before().length() + (row.datum() == null ? 0 : row.datum().length);
          batch.add(row);
        }
        if (batch.isEmpty()) {
          return null;
        }
        ArrayResultIterator<FileRow> iterator = new ArrayResultIterator<>();
        iterator.set(batch.toArray(FileRow[]::new), batch.size(), RecordAndPosition.NO_OFFSET, 0);
        return iterator;
      }

      @Override
      public void close() throws IOException {
        rows.close();
      }
    };
  }

  @Override
  public Reader<FileRow> restoreReader(Configuration configuration, FileSourceSplit split) {
    throw new UnsupportedOperationException(
        "a file is labelled from its beginning: start the command again, it passes over finished"
            + " files");
  }

  @Override
  public boolean isSplittable() {
    return false;
  }

  @Override
  public TypeInformation<FileRow> getProducedType() {
    return TypeInformation.of(FileRow.class);
  }

  /** One split per file, numbered like the files. */
  private static final class InOrder implements FileEnumerator.Provider {
    private static final long serialVersionUID = 1L;
    private final ArrayList<Long> sizes;

    InOrder(List<Long> sizes) {
      this.sizes = new ArrayList<>(sizes);
    }

    @Override
    public FileEnumerator create() {
      return this::splits;
    }

    private Collection<FileSourceSplit> splits(Path[] paths, int wanted) {
      List<FileSourceSplit> splits = new ArrayList<>();
      for (int i = 0; i < paths.length; i++) {
        long size = sizes.get(i);
        splits.add(new FileSourceSplit(Integer.toString(i), paths[i], 0, size, 0, size));
      }
      return splits;
    }
  }
}
