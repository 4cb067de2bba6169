"""A category tree for the sandbox. Names and ids are made up in the platform's shape: three levels, leaves carry products."""

from __future__ import annotations

from storeconf.platform.sandbox.database import Database

TREE: dict[str, dict[str, tuple[str, ...]]] = {
    "美食": {
        "川湘菜": ("川菜", "湘菜"),
        "火锅": ("火锅", "串串香", "鱼火锅"),
        "烧烤": ("烧烤", "烤肉", "烤鱼"),
        "地方菜": ("北京菜", "粤菜", "江浙菜", "西北菜", "东北菜", "云贵菜"),
        "异国料理": ("西餐", "日本菜", "韩国料理", "东南亚菜"),
        "自助餐": ("自助餐",),
        "小吃快餐": ("小吃", "快餐", "面馆", "粉面馆"),
        "饮品甜点": ("咖啡", "茶饮", "面包甜点", "甜品"),
        "小龙虾": ("小龙虾", "海鲜"),
    },
    "丽人": {"美发": ("美发",), "美甲美睫": ("美甲", "美睫"), "美容": ("美容SPA", "皮肤管理")},
    "休闲娱乐": {"足疗按摩": ("足疗", "按摩"), "KTV": ("KTV",), "洗浴": ("洗浴汗蒸",), "密室": ("密室", "剧本杀")},
    "运动健身": {"健身": ("健身房", "瑜伽"), "游泳馆": ("游泳馆",)},
    "酒店": {"酒店": ("经济型酒店", "舒适型酒店", "高档酒店", "民宿"), "酒店套餐": ("酒店+门票", "酒店+餐饮")},
    "旅游": {"景区": ("景区门票", "乐园门票", "动植物园"), "园内服务": ("讲解", "观光车", "索道")},
    "亲子": {"亲子乐园": ("儿童乐园", "亲子摄影")},
    "宠物": {"宠物": ("宠物洗护", "宠物店")},
}
OTHER = "其他"


def plant(database: Database) -> None:
    """Fill an empty category table."""
    with database.transaction():
        for root_number, (root, groups) in enumerate(TREE.items(), start=1):
            root_id = root_number * 1_000_000
            _add(database, root_id, 0, root, leaf=False)
            for group_number, (group, leaves) in enumerate(groups.items(), start=1):
                group_id = root_id + group_number * 1_000
                _add(database, group_id, root_id, group, leaf=False)
                for leaf_number, leaf in enumerate(leaves, start=1):
                    _add(database, group_id + leaf_number, group_id, leaf, leaf=True)
        _add(database, 99_000_000, 0, OTHER, leaf=False)
        _add(database, 99_001_000, 99_000_000, OTHER, leaf=False)


def admit(database: Database, name: str) -> None:
    """Make room for a category that a project declares and the tree lacks: the sandbox knows no real account's list."""
    leaf = name.replace("·", "/").split("/")[-1].strip()
    if not leaf or leaf.isdigit() or database.row("SELECT 1 FROM categories WHERE name=? AND is_leaf=1", leaf):
        return
    row = database.row("SELECT COUNT(*) AS n FROM categories WHERE parent_id='99001000'")
    _add(database, 99_001_001 + (row["n"] if row else 0), 99_001_000, leaf, leaf=True)


def full_name(database: Database, category_id: str) -> str:
    """`美食·川湘菜·川菜`, the form of category_full_name."""
    names: list[str] = []
    while category_id and category_id != "0":
        row = database.row("SELECT name, parent_id FROM categories WHERE category_id=?", category_id)
        if row is None:
            break
        names.append(row["name"])
        category_id = row["parent_id"]
    return "·".join(reversed(names))


def _add(database: Database, category_id: int, parent_id: int, name: str, *, leaf: bool) -> None:
    database.run(
        "INSERT OR IGNORE INTO categories VALUES (?, ?, ?, ?)", str(category_id), str(parent_id), name, int(leaf)
    )
