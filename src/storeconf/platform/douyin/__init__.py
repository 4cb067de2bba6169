"""The real HTTP API of Douyin local life (抖音生活服务开放平台). Facts and their sources: `capabilities`."""
