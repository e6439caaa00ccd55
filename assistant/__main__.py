"""`python -m assistant` is `yinzheng`, for machines without the console script."""

from assistant.cli import main

raise SystemExit(main())
