"""What happens to the files of a thing, written on that thing's own journal. Names of files stand in their rows."""

from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

from .models import FilesPolicy

ADDED = verb("files.added", _("附上照片和文件 {count} 个"))
REFUSED = verb("files.refused", _("有一个文件打不开，没有收下"))
SHOWN = verb("files.shown", _("改为居民也能看"))
HIDDEN = verb("files.hidden", _("改为只有社区能看"))
REDACTED = verb("files.redacted", _("涂黑了 {count} 处"))
REMOVED = verb("files.removed", _("移除了文件"))
BROUGHT_BACK = verb("files.brought_back", _("放回了移除的文件"))
DESTROYED = verb("files.destroyed", _("移除的文件过了撤销时间，已销毁"))
ORIGINAL_READ = verb("files.original_read", _("看了涂黑前的原图，原因：{reason}"))
POLICY_SET = verb("files.policy_set", _("改了原图的规矩：{originals}"), codes={"originals": FilesPolicy.Originals})
