/*
 * Stands between a process and the files below one directory, preloaded (LD_PRELOAD). It records what reaches the disk
 * and in which order, and makes calls fail on demand.
 *
 * CAIRN_DISK_DIRECTORY  the directory, an absolute path without links in it
 * CAIRN_DISK_RECORD     where to append the record; see DiskRecord.java for what it holds
 * CAIRN_DISK_FAULTS     a file of the struct below, which whoever tests may change at any time
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum call { WRITE = 1, SYNC = 2, MAP = 4, OPEN = 8 };

struct faults {
  int32_t countdown; /* the call that fails: 1 is the next one, 0 none */
  int32_t error;     /* its errno */
  int32_t calls;     /* which calls count: a set of the above */
  int32_t lasting;   /* whether all later ones fail too */
  int32_t failed;    /* how many have failed */
  char path[256];    /* of the last one that has */
};

struct header {
  char type;
  char durable; /* of a write: whether it is durable once it has returned */
  char unused[2];
  uint32_t length;
  uint64_t offset;
};

static const char *directory;
static size_t directory_length;
static int record = -1;
static volatile struct faults *faults;

__attribute__((constructor)) static void begin(void) {
  directory = getenv("CAIRN_DISK_DIRECTORY");
  directory_length = directory ? strlen(directory) : 0;
  const char *path = getenv("CAIRN_DISK_RECORD");
  if (path) record = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  path = getenv("CAIRN_DISK_FAULTS");
  if (path) {
    int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
    void *map = (void *)syscall(SYS_mmap, NULL, sizeof(struct faults), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map != MAP_FAILED) faults = map;
    syscall(SYS_close, fd);
  }
}

static void *next(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) abort();
  return found;
}
#define NEXT(name)                     \
  static __typeof__(&name) real;       \
  if (!real) real = (__typeof__(&name))next(#name)

static int below(const char *path) {
  return directory && strncmp(path, directory, directory_length) == 0 &&
         (path[directory_length] == '/' || path[directory_length] == 0);
}

/* Finds the path of a descriptor; false if it is not below the directory. */
static int path_of(int fd, char path[PATH_MAX]) {
  if (!directory || fd < 0) return 0;
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return below(path);
}

static int fails(enum call call, const char *path) {
  if (!faults || !(faults->calls & call)) return 0;
  int32_t left = __atomic_load_n(&faults->countdown, __ATOMIC_SEQ_CST);
  while (left > 0) {
    int32_t then = left == 1 && faults->lasting ? 1 : left - 1;
    if (__atomic_compare_exchange_n(&faults->countdown, &left, then, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
      if (left > 1) return 0;
      snprintf((char *)faults->path, sizeof faults->path, "%s", path);
      __atomic_add_fetch(&faults->failed, 1, __ATOMIC_SEQ_CST);
      errno = faults->error;
      return 1;
    }
  }
  return 0;
}

/* Appends to the record, in one call: what threads append at once is not mixed. */
static void append(char type, char durable, uint64_t offset, const struct iovec *parts, int count, size_t length) {
  if (record < 0) return;
  struct header header = {type, durable, {0}, (uint32_t)length, offset};
  struct iovec all[IOV_MAX];
  all[0] = (struct iovec){&header, sizeof header};
  int used = 1;
  for (size_t left = length; left > 0 && count > 0 && used < IOV_MAX; parts++, count--) {
    size_t some = parts->iov_len < left ? parts->iov_len : left;
    all[used++] = (struct iovec){parts->iov_base, some};
    left -= some;
  }
  int error = errno;
  if (syscall(SYS_writev, record, all, used) != (ssize_t)(sizeof header + length)) abort();
  errno = error;
}

static void append_text(char type, const char *text) {
  struct iovec part = {(void *)text, strlen(text)};
  append(type, 0, 0, &part, 1, part.iov_len);
}

static int ends_with(const char *path, const char *end) {
  size_t length = strlen(path), rest = strlen(end);
  return length >= rest && strcmp(path + length - rest, end) == 0;
}

/* Notes a write that has returned: to the data file, or what the process says it has been promised. */
static void wrote(int fd, const char *path, uint64_t offset, const struct iovec *parts, int count, ssize_t length) {
  if (length <= 0 || record < 0) return;
  if (ends_with(path, "/data.mdb")) {
    int flags = syscall(SYS_fcntl, fd, F_GETFL);
    append('W', (flags & O_DSYNC) != 0, offset, parts, count, length);
  } else if (ends_with(path, "/acknowledged")) {
    append('A', 0, 0, parts, count, length);
  }
}

static uint64_t position(int fd) { return (uint64_t)syscall(SYS_lseek, fd, 0, SEEK_CUR); }

ssize_t write(int fd, const void *bytes, size_t length) {
  NEXT(write);
  char path[PATH_MAX];
  if (fd <= 2 || !path_of(fd, path)) return real(fd, bytes, length);
  if (fails(WRITE, path)) return -1;
  uint64_t offset = position(fd);
  ssize_t done = real(fd, bytes, length);
  struct iovec part = {(void *)bytes, length};
  wrote(fd, path, offset, &part, 1, done);
  return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  NEXT(writev);
  char path[PATH_MAX];
  if (!path_of(fd, path)) return real(fd, parts, count);
  if (fails(WRITE, path)) return -1;
  uint64_t offset = position(fd);
  ssize_t done = real(fd, parts, count);
  wrote(fd, path, offset, parts, count, done);
  return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  NEXT(pwrite);
  char path[PATH_MAX];
  if (!path_of(fd, path)) return real(fd, bytes, length, offset);
  if (fails(WRITE, path)) return -1;
  ssize_t done = real(fd, bytes, length, offset);
  struct iovec part = {(void *)bytes, length};
  wrote(fd, path, (uint64_t)offset, &part, 1, done);
  return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) { return pwrite(fd, bytes, length, offset); }

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  NEXT(pwritev);
  char path[PATH_MAX];
  if (!path_of(fd, path)) return real(fd, parts, count, offset);
  if (fails(WRITE, path)) return -1;
  ssize_t done = real(fd, parts, count, offset);
  wrote(fd, path, (uint64_t)offset, parts, count, done);
  return done;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return pwritev(fd, parts, count, offset);
}

int ftruncate(int fd, off_t length) {
  NEXT(ftruncate);
  char path[PATH_MAX];
  if (!path_of(fd, path)) return real(fd, length);
  if (fails(WRITE, path)) return -1;
  int result = real(fd, length);
  if (result == 0 && ends_with(path, "/data.mdb")) append('T', 0, (uint64_t)length, NULL, 0, 0);
  return result;
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

/* Syncs with a mark before and one behind: what was written before the first is durable at the second. */
static int synced(int fd, int (*real)(int)) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) return real(fd);
  if (fails(SYNC, path)) return -1;
  struct stat status;
  int data = ends_with(path, "/data.mdb");
  if (data) append('B', 0, (uint64_t)gettid(), NULL, 0, 0);
  int result = real(fd);
  if (result == 0 && data) append('S', 0, (uint64_t)gettid(), NULL, 0, 0);
  if (result == 0 && fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) append_text('D', path);
  return result;
}

int fsync(int fd) {
  NEXT(fsync);
  return synced(fd, real);
}

int fdatasync(int fd) {
  NEXT(fdatasync);
  return synced(fd, real);
}

int link(const char *from, const char *to) {
  NEXT(link);
  int result = real(from, to);
  if (result == 0 && below(to)) append_text('L', to);
  return result;
}

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset) {
  char path[PATH_MAX];
  if (fd >= 0 && path_of(fd, path) && fails(MAP, path)) return MAP_FAILED;
  long result = syscall(SYS_mmap, at, length, protection, flags, fd, offset);
  return result == -1 ? MAP_FAILED : (void *)result;
}

void *mmap64(void *at, size_t length, int protection, int flags, int fd, off64_t offset) {
  return mmap(at, length, protection, flags, fd, offset);
}

static int open_at(int base, const char *path, int flags, mode_t mode) {
  if (below(path) && fails(OPEN, path)) return -1;
  return syscall(SYS_openat, base, path, flags, mode);
}

#define MODE(mode, last)              \
  va_list arguments;                  \
  va_start(arguments, last);          \
  mode_t mode = va_arg(arguments, mode_t); \
  va_end(arguments)

int open(const char *path, int flags, ...) {
  MODE(mode, flags);
  return open_at(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE(mode, flags);
  return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int base, const char *path, int flags, ...) {
  MODE(mode, flags);
  return open_at(base, path, flags, mode);
}

int openat64(int base, const char *path, int flags, ...) {
  MODE(mode, flags);
  return open_at(base, path, flags, mode);
}
